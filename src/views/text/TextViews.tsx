import type { CSSProperties, ReactNode } from 'react';
import type { ClassificationForm, CodeForm, EmbeddingForm, TextForm, TranslationForm } from '../../model/record-form.ts';
import { useT } from '../shared/use-t.ts';
import { BodyText } from './BodyText.tsx';
import { colourOfLabel } from './marks.ts';
import { MediaView } from './MediaView.tsx';
import { placed } from './placed.ts';
import { CodeBlock } from './RichText.tsx';
import { PlainText } from '../shared/PlainText.tsx';
import { barsOf, figuresOf } from './vector.ts';
import styles from './Text.module.css';

/** A text with its name in the gutter. */
function NamedRow({
  name,
  language,
  children,
}: {
  readonly name: string;
  readonly language?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <li className={styles.turn}>
      <div className={styles.who}>
        <span className={styles.field}>
          <PlainText text={name} />
        </span>
      </div>
      <div className={styles.said} {...(language === undefined ? {} : { lang: language })}>
        {children}
      </div>
    </li>
  );
}

/** Texts and what they were found to be. */
export function ClassificationView({ form }: { readonly form: ClassificationForm }): ReactNode {
  const t = useT();
  const { texts, labels, unlabelled } = form;
  return (
    <>
      {(labels.length > 0 || unlabelled) && (
        <p className={styles.classes}>
          {labels.map(({ label, score }) => (
            <span
              key={label}
              className={styles.label}
              data-text="label"
              style={{ '--c': `var(--cat-${colourOfLabel(label)})` } as CSSProperties}
            >
              <PlainText text={label} />
              {score !== undefined && <span className={styles.as}> {t.number(score, { maximumFractionDigits: 3 })}</span>}
            </span>
          ))}
          {unlabelled && <span className={styles.nothing}>{t('text.noLabel')}</span>}
        </p>
      )}
      <ol className={styles.turns} aria-label={t('text.texts', { n: texts.length })}>
        {placed(texts).map(({ key, item: { name, text } }) => (
          <NamedRow key={key} name={name}>
            <BodyText text={text} column={name} />
          </NamedRow>
        ))}
      </ol>
    </>
  );
}

/** The same text in several languages, each in its own direction. */
export function TranslationView({ form }: { readonly form: TranslationForm }): ReactNode {
  const t = useT();
  return (
    <ol className={styles.translations} aria-label={t('text.texts', { n: form.texts.length })}>
      {placed(form.texts).map(({ key, item: { language, text } }) => (
        <NamedRow key={key} name={language} {...(/^[a-z]{2}([-_]|$)/i.test(language) ? { language: language.replace('_', '-') } : {})}>
          <BodyText text={text} rich={false} column={language} />
        </NamedRow>
      ))}
    </ol>
  );
}

export function CodeView({ form }: { readonly form: CodeForm }): ReactNode {
  return (
    <div className={styles.lead}>
      {form.sections.map(({ name, text, as, language = '' }) => (
        <section key={name} className={styles.section}>
          <h3 className={styles.sectionHead}>
            <PlainText text={name} />
          </h3>
          {as === 'code' ? <CodeBlock code={text} language={language} column={name} /> : <BodyText text={text} column={name} />}
        </section>
      ))}
    </div>
  );
}

/** Something to read. */
export function TextView({ form }: { readonly form: TextForm }): ReactNode {
  const { title, text, media, regions } = form;
  return (
    <div className={styles.lead}>
      {title !== undefined && (
        <p className={styles.title} dir="auto" data-text="">
          <PlainText text={title} />
        </p>
      )}
      {placed(media).map(({ key, item }, at) => (
        <MediaView key={key} medium={item} regions={regions.filter((region) => region.media === at)} />
      ))}
      {text !== '' && <BodyText text={text} rich={false} />}
    </div>
  );
}

/** Bars of a sparkline. */
const BARS = 96;

/** Vectors in figures and as a line, never as a thousand numbers. */
export function EmbeddingView({ form }: { readonly form: EmbeddingForm }): ReactNode {
  const t = useT();
  return (
    <>
      <ol className={styles.turns} aria-label={t('text.vectors', { n: form.vectors.length })}>
        {form.vectors.map(({ name, values }) => (
          <NamedRow key={name} name={name}>
            <p>
              <VectorFigures values={values} />
            </p>
            <Sparkline values={values} />
          </NamedRow>
        ))}
        {placed(form.texts).map(({ key, item: { name, text } }) => (
          <NamedRow key={key} name={name}>
            <BodyText text={text} column={name} />
          </NamedRow>
        ))}
      </ol>
    </>
  );
}

function VectorFigures({ values }: { readonly values: readonly number[] }): ReactNode {
  const t = useT();
  const { norm, min, max } = figuresOf(values);
  return t('text.vector', {
    dimensions: values.length,
    norm: t.number(norm, { maximumSignificantDigits: 5 }),
    min: t.number(min, { maximumSignificantDigits: 3 }),
    max: t.number(max, { maximumSignificantDigits: 3 }),
  });
}

function Sparkline({ values }: { readonly values: readonly number[] }): ReactNode {
  const bars = barsOf(values, BARS);
  return (
    <svg className={styles.spark} viewBox={`0 -20 ${bars.length * 4} 40`} preserveAspectRatio="none" aria-hidden="true">
      {placed(bars).map(({ key, item }, at) => (
        <rect key={key} x={at * 4} y={Math.min(0, -item * 20)} width={3} height={Math.max(0.5, Math.abs(item) * 20)} />
      ))}
    </svg>
  );
}
