import { Check, Wrench, X } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { FieldValue } from '../../model/annotation.ts';
import type { CallPart, ChatForm, ResultPart } from '../../model/record-form.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import { JsonText } from './JsonText.tsx';
import { MediaView } from './MediaView.tsx';
import { SaidBy } from './SaidBy.tsx';
import { secondsOf } from './turn-text.ts';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Text.module.css';

type Around = Pick<ChatForm, 'media'>;

/** A call of a tool with what it answered. */
export function CallBox({ call, around }: { readonly call: CallPart; readonly around: Around }): ReactNode {
  const t = useT();
  const { name, id, arguments: given, result } = call;
  const isBroken = useMemo(() => isBrokenJson(given), [given]);
  return (
    <div className={styles.call}>
      <div className={styles.callHead}>
        <Wrench size={14} strokeWidth={1.6} aria-hidden="true" />
        <span className={styles.mono} data-text="">
          <PlainText text={name} />
        </span>
        <span className={styles.callId} data-text="" data-said="">
          {id !== undefined && <PlainText text={id} />}
        </span>
        {isBroken && (
          <span title={t('text.badArguments')}>
            <SeverityIcon severity="warning" size={13} />
            <span className="visually-hidden">{t('text.badArguments')}</span>
          </span>
        )}
      </div>
      {given !== undefined && <JsonText value={given} />}
      {result && <Result result={result} around={around} />}
    </div>
  );
}

/** Whether a text begins as an object of JSON and is none: code and plain words are no mistake. */
function isBrokenJson(given: FieldValue): boolean {
  if (typeof given !== 'string' || !/^\s*\{/.test(given)) return false;
  try {
    JSON.parse(given);
    return false;
  } catch {
    return true;
  }
}

/** A result whose call the record does not have. */
export function ResultBox({ result, around }: { readonly result: ResultPart; readonly around: Around }): ReactNode {
  return (
    <div className={styles.call}>
      <Result result={result} around={around} />
    </div>
  );
}

function Result({ result, around }: { readonly result: ResultPart; readonly around: Around }): ReactNode {
  const t = useT();
  const { name, id, value, failed = false, seconds, media = [] } = result;
  const Icon = failed ? X : Check;
  return (
    <SaidBy by="tool">
      <div className={styles.callHead} {...(failed ? { 'data-failed': '' } : {})}>
        <Icon size={14} strokeWidth={1.6} aria-hidden="true" />
        <span>{t(failed ? 'text.failed' : 'text.result')}</span>
        {name !== undefined && (
          <span className={styles.mono} data-text="" data-said="">
            <PlainText text={name} />
          </span>
        )}
        {seconds !== undefined && <span className={styles.as}>{t('text.seconds', { seconds: secondsOf(t, seconds) })}</span>}
        <span className={styles.callId} data-text="" data-said="">
          {id !== undefined && <PlainText text={id} />}
        </span>
      </div>
      {(value !== undefined || media.length === 0) && <JsonText value={value} />}
      {media.map((at) => {
        const medium = around.media[at];
        return (
          medium && (
            <div key={at} className={styles.callMedium}>
              <MediaView medium={medium} regions={[]} />
            </div>
          )
        );
      })}
    </SaidBy>
  );
}
