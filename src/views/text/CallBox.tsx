import { Check, Wrench, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallPart, ResultPart } from '../../model/record-form.ts';
import { useT } from '../shared/use-t.ts';
import { JsonText } from './JsonText.tsx';
import styles from './Text.module.css';

/** A call of a tool with what it answered. */
export function CallBox({ call }: { readonly call: CallPart }): ReactNode {
  const { name, id, arguments: given, result } = call;
  return (
    <div className={styles.call}>
      <div className={styles.callHead}>
        <Wrench size={14} strokeWidth={1.6} aria-hidden="true" />
        <span className={styles.mono} data-text="">
          {name}
        </span>
        <span className={styles.callId} data-text="">
          {id}
        </span>
      </div>
      {given !== undefined && <JsonText value={given} />}
      {result && <Result result={result} />}
    </div>
  );
}

/** A result whose call the record does not have. */
export function ResultBox({ result }: { readonly result: ResultPart }): ReactNode {
  return (
    <div className={styles.call}>
      <Result result={result} />
    </div>
  );
}

function Result({ result }: { readonly result: ResultPart }): ReactNode {
  const t = useT();
  const { name, id, value, failed = false } = result;
  const Icon = failed ? X : Check;
  return (
    <>
      <div className={styles.callHead} {...(failed ? { 'data-failed': '' } : {})}>
        <Icon size={14} strokeWidth={1.6} aria-hidden="true" />
        <span>{t(failed ? 'text.failed' : 'text.result')}</span>
        {name !== undefined && (
          <span className={styles.mono} data-text="">
            {name}
          </span>
        )}
        <span className={styles.callId} data-text="">
          {id}
        </span>
      </div>
      <JsonText value={value} />
    </>
  );
}
