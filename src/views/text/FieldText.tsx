import { valueText } from '../../base/value-text.ts';
import type { ReactNode } from 'react';
import { CutText } from './CutText.tsx';
import { PlainText } from '../shared/PlainText.tsx';

/** UTF-16 units of a field shown at first. */
const STEP = 8000;

/** The value of a field that is no list and no object, as it is written. */
export function FieldText({
  name,
  value,
}: {
  readonly name: string;
  readonly value: string | number | bigint | boolean | undefined;
}): ReactNode {
  return (
    <CutText text={value === undefined ? 'null' : valueText(value)} step={STEP}>
      {(part) => (
        <span data-text={name} dir="auto">
          <PlainText text={part} />
        </span>
      )}
    </CutText>
  );
}
