import type { ReactNode } from 'react';
import { unreachable } from '../../base/assert.ts';
import type { RecordForm } from '../../model/record-form.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { ChatView } from './ChatView.tsx';
import { ChoicesView } from './ChoicesView.tsx';
import { MediaRoot } from './MediaRoot.tsx';
import { PreferenceView } from './PreferenceView.tsx';
import { QaView } from './QaView.tsx';
import { RegionTools } from './RegionTools.tsx';
import { SpansView } from './SpansView.tsx';
import { ClassificationView, CodeView, EmbeddingView, TextView, TranslationView } from './TextViews.tsx';
import styles from './Text.module.css';

/** A text record as what it is. */
export function RecordTab({ row, schema, form }: { readonly row: number; readonly schema: string; readonly form: RecordForm }): ReactNode {
  const t = useT();
  return (
    <>
      <TextTools schema={schema} form={form} />
      <div className={styles.record} tabIndex={0} role="group" data-scrolls="" aria-label={t(`text.form.${form.kind}`)}>
        {/* What was unfolded belongs to its record. */}
        <FormView key={row} form={form} />
      </div>
    </>
  );
}

function FormView({ form }: { readonly form: RecordForm }): ReactNode {
  switch (form.kind) {
    case 'chat':
      return <ChatView form={form} />;
    case 'preference':
      return <PreferenceView form={form} />;
    case 'qa':
      return <QaView form={form} />;
    case 'choices':
      return <ChoicesView form={form} />;
    case 'classification':
      return <ClassificationView form={form} />;
    case 'translation':
      return <TranslationView form={form} />;
    case 'spans':
      return <SpansView form={form} />;
    case 'code':
      return <CodeView form={form} />;
    case 'text':
      return <TextView form={form} />;
    case 'embedding':
      return <EmbeddingView form={form} />;
    default:
      return unreachable(form);
  }
}

/** Forms that have turns, of which system prompts and reasoning are folded. */
const FOLDING: ReadonlySet<RecordForm['kind']> = new Set(['chat', 'preference']);

/** How the text is shown, and what the record is. */
function TextTools({ schema, form }: { readonly schema: string; readonly form: RecordForm }): ReactNode {
  const app = useApp();
  const t = useT();
  const plain = useAppState((state) => state.settings.textPlain);
  const unfolded = useAppState((state) => state.settings.textUnfolded);
  const outline = useAppState((state) => state.settings.textOutline);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('text.display')}>
      {FOLDING.has(form.kind) && (
        <button
          type="button"
          className={ui.button}
          aria-pressed={unfolded}
          title={`${t('text.unfold')} (E)`}
          onClick={() => app.setting({ textUnfolded: !unfolded })}
        >
          {t('text.unfold')}
        </button>
      )}
      <button
        type="button"
        className={ui.button}
        aria-pressed={plain}
        title={`${t('text.plain')} (X)`}
        onClick={() => app.setting({ textPlain: !plain })}
      >
        {t('text.plain')}
      </button>
      {form.kind === 'chat' && form.turns.length > 1 && (
        <button
          type="button"
          className={ui.button}
          aria-pressed={outline}
          title={`${t('text.outline')} (U)`}
          onClick={() => app.setting({ textOutline: !outline })}
        >
          {t('text.outline')}
        </button>
      )}
      {form.regions.length > 0 && <RegionTools />}
      <MediaRoot form={form} />
      <span className={styles.schema} title={schema}>
        {schema}
      </span>
    </div>
  );
}
