import { useMemo, type ReactNode } from 'react';
import type { FieldValue } from '../../model/annotation.ts';
import { CutText } from './CutText.tsx';
import { jsonTokens, prettyJson } from './json-text.ts';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Text.module.css';

/** UTF-16 units shown before "show more". */
const STEP = 4000;

/** A value as indented JSON with colours; a text that is no JSON as it is. */
export function JsonText({ value }: { readonly value: FieldValue }): ReactNode {
  const text = useMemo(() => (typeof value === 'string' ? value : prettyJson(value)), [value]);
  return (
    <div className={styles.json}>
      <CutText text={text} step={STEP}>
        {(part) =>
          typeof value === 'string' ? (
            <pre tabIndex={0} data-text="">
              <PlainText text={part} />
            </pre>
          ) : (
            <Tokens json={part} />
          )
        }
      </CutText>
    </div>
  );
}

/** Every value is a text of its own, so that no match reaches from one into the next. Arguments of calls are mostly JSON in a text: their keys are searched too. */
function Tokens({ json }: { readonly json: string }): ReactNode {
  const tokens = useMemo(() => jsonTokens(json), [json]);
  return (
    <pre tabIndex={0}>
      {tokens.map(({ kind, text, at }) => (
        <span key={at} data-kind={kind} {...(kind === 'mark' ? {} : { 'data-text': '' })}>
          <PlainText text={text} />
        </span>
      ))}
    </pre>
  );
}
