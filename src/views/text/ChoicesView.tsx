import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ChoicesForm } from '../../model/record-form.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import { BodyText } from './BodyText.tsx';
import { MediaView } from './MediaView.tsx';
import { placed } from './placed.ts';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Text.module.css';

/** A question with its choices; the key is marked by a sign, a word and a colour. */
export function ChoicesView({ form }: { readonly form: ChoicesForm }): ReactNode {
  const t = useT();
  const { question, context, choices, correct, key, media } = form;
  return (
    <>
      {context !== undefined && (
        <div className={styles.lead}>
          <BodyText text={context} rich={false} />
        </div>
      )}
      <div className={styles.lead}>
        {placed(media).map(({ key: at, item }) => (
          <MediaView key={at} medium={item} regions={[]} />
        ))}
        <BodyText text={question} />
      </div>
      <ol className={styles.choices} aria-label={t('text.choices', { n: choices.length })}>
        {placed(choices).map(({ key: at, item: { label, text } }, place) => {
          const right = correct.includes(place);
          return (
            <li key={at} className={styles.choiceRow} data-right={right}>
              <span className={styles.choiceLabel}>
                <PlainText text={label} />
              </span>
              <div className={styles.said}>
                <BodyText text={text} />
              </div>
              {right && (
                <span className={styles.right}>
                  <Check size={14} strokeWidth={2} aria-hidden="true" />
                  {t('text.key')}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {correct.length === 0 && (
        <p className={styles.flag}>
          {key !== undefined && <SeverityIcon severity="warning" />}
          {key === undefined ? t('text.noKey') : t('text.strangeKey', { key })}
        </p>
      )}
    </>
  );
}
