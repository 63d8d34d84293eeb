import { Lightbulb } from 'lucide-react';
import type { ReactNode } from 'react';
import { unreachable } from '../../base/assert.ts';
import type { ChatForm, Part, Turn } from '../../model/record-form.ts';
import { CopyPath } from '../viewer/CopyPath.tsx';
import { useT, type T } from '../shared/use-t.ts';
import { BodyText } from './BodyText.tsx';
import { CallBox, ResultBox } from './CallBox.tsx';
import { Fold } from './Fold.tsx';
import { prettyJson } from './json-text.ts';
import { JsonText } from './JsonText.tsx';
import { MediaView } from './MediaView.tsx';
import { PlainText } from './PlainText.tsx';
import { placed } from './placed.ts';
import styles from './Text.module.css';

type Around = Pick<ChatForm, 'media' | 'regions'>;

/** A turn: its role in the gutter, what is said beside it. System prompts are folded. */
export function TurnRow({ turn, around }: { readonly turn: Turn; readonly around: Around }): ReactNode {
  const t = useT();
  const { role, as, name, parts, trained } = turn;
  const text = copyOf(turn);
  const said = <Parts parts={parts} around={around} />;
  const word = as.toLowerCase();
  return (
    <li className={styles.turn} data-role={role} {...(trained === false ? { 'data-untrained': '' } : {})}>
      <div className={styles.who}>
        <span>{role === 'other' ? as : t(`text.role.${role}`)}</span>
        {word !== role && role !== 'other' && as !== '' && (
          <span className={styles.as} data-text="">
            {as}
          </span>
        )}
        {name !== undefined && (
          <span className={styles.as} data-text="">
            {name}
          </span>
        )}
        {trained === false && (
          <span className={styles.as} title={t('text.untrainedHint')}>
            {t('text.untrained')}
          </span>
        )}
      </div>
      <div className={styles.said}>{role === 'system' ? <Fold text={text}>{said}</Fold> : said}</div>
      <div className={styles.turnEnd}>
        <CopyPath text={text} label={t('text.copyTurn')} />
      </div>
    </li>
  );
}

export function Parts({ parts, around }: { readonly parts: readonly Part[]; readonly around: Around }): ReactNode {
  const t = useT();
  if (parts.length === 0) return <p className={styles.nothing}>{t('text.empty')}</p>;
  return placed(parts).map(({ key, item }) => <PartView key={key} part={item} around={around} t={t} />);
}

function PartView({ part, around, t }: { readonly part: Part; readonly around: Around; readonly t: T }): ReactNode {
  switch (part.kind) {
    case 'text':
      return <BodyText text={part.text} />;
    case 'reasoning':
      return (
        <Fold title={t('text.reasoning')} icon={Lightbulb} text={part.text}>
          <div className={styles.reasoning}>
            <BodyText text={part.text} />
          </div>
        </Fold>
      );
    case 'media': {
      const medium = around.media[part.media];
      return medium && <MediaView medium={medium} regions={around.regions.filter(({ media }) => media === part.media)} />;
    }
    case 'call':
      return <CallBox call={part} />;
    case 'result':
      return <ResultBox result={part} />;
    case 'refusal':
      return (
        <p className={styles.refusal} dir="auto">
          {t('text.refusal')}:{' '}
          <span data-text="">
            <PlainText text={part.text} />
          </span>
        </p>
      );
    case 'json':
      return <JsonText value={part.value} />;
    default:
      return unreachable(part);
  }
}

/** A turn as text, for the clipboard: what is said, and calls as JSON. */
export function copyOf({ parts }: Turn): string {
  return parts
    .map((part) => {
      if (part.kind === 'call') return prettyJson({ name: part.name, arguments: part.arguments });
      if (part.kind === 'result' || part.kind === 'json') return typeof part.value === 'string' ? part.value : prettyJson(part.value);
      return part.kind === 'media' ? '' : part.text;
    })
    .filter((text) => text !== '')
    .join('\n\n');
}
