import { useMemo, useState, type ReactNode } from 'react';
import type { FieldValue } from '../../model/annotation.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { jsonTokens, prettyJson } from './json-text.ts';
import { PlainText } from './PlainText.tsx';
import styles from './Text.module.css';

/** UTF-16 units shown before "show more". */
const SHOWN = 4000;

/** A value as indented JSON with colours; a text that is no JSON as it is. */
export function JsonText({ value }: { readonly value: FieldValue }): ReactNode {
  const t = useT();
  const [all, setAll] = useState(false);
  const text = useMemo(() => (typeof value === 'string' ? value : prettyJson(value)), [value]);
  const shown = all || text.length <= SHOWN * 1.2 ? text : text.slice(0, SHOWN);
  const tokens = useMemo(() => (typeof value === 'string' ? [] : jsonTokens(shown)), [value, shown]);
  return (
    <pre className={styles.json} tabIndex={0}>
      {typeof value === 'string' ? (
        <PlainText text={shown} />
      ) : (
        tokens.map(({ kind, text: token, at }) => (
          <span key={at} data-kind={kind}>
            <PlainText text={token} />
          </span>
        ))
      )}
      {shown.length < text.length && (
        <button type="button" className={ui.link} onClick={() => setAll(true)}>
          {t('text.more', { n: text.length - shown.length })}
        </button>
      )}
    </pre>
  );
}
