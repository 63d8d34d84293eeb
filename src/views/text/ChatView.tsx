import { Wrench } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { ChatForm } from '../../model/record-form.ts';
import { useT } from '../shared/use-t.ts';
import { Fold } from './Fold.tsx';
import { jsonLine } from './json-text.ts';
import { JsonText } from './JsonText.tsx';
import { placed } from './placed.ts';
import { TurnList } from './TurnList.tsx';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Text.module.css';

const NO_TOOLS: NonNullable<ChatForm['tools']> = [];

/** A conversation: the tools that it may use, then turn after turn. */
export function ChatView({ form }: { readonly form: ChatForm }): ReactNode {
  const t = useT();
  const { tools = NO_TOOLS } = form;
  const toolTexts = useMemo(() => tools.flatMap(({ name, description = '', schema }) => [name, description, jsonLine(schema)]), [tools]);
  return (
    <>
      {tools.length > 0 && (
        <div className={styles.tools}>
          <Fold
            title={t('text.tools', { n: tools.length })}
            icon={Wrench}
            text={tools.map(({ name }) => name).join(', ')}
            texts={toolTexts}
          >
            <dl className={styles.toolList}>
              {placed(tools).map(({ key, item: { name, description, schema } }) => (
                <div key={key}>
                  <dt className={styles.mono} data-text="">
                    <PlainText text={name} />
                  </dt>
                  <dd>
                    {description !== undefined && (
                      <p dir="auto" data-text="">
                        <PlainText text={description} />
                      </p>
                    )}
                    {schema !== undefined && <JsonText value={schema} />}
                  </dd>
                </div>
              ))}
            </dl>
          </Fold>
        </div>
      )}
      <TurnList turns={form.turns} around={form} label={t('text.transcript')} />
    </>
  );
}
