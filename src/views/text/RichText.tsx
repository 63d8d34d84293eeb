import type { Nodes, Table } from 'mdast';
import { Fragment, lazy, Suspense, useMemo, type ReactNode } from 'react';
import { CopyPath } from '../viewer/CopyPath.tsx';
import { useT } from '../shared/use-t.ts';
import { FORMULA, parseMarkdown, withFormulas, withNul, type Formula } from './markdown.ts';
import { CutText } from './CutText.tsx';
import { PlainText } from '../shared/PlainText.tsx';
import { placed } from './placed.ts';
import styles from './Text.module.css';

/** UTF-16 units of code shown at once. */
const CODE_STEP = 16_000;

const MathText = lazy(() => import('./MathText.tsx').then(({ MathText: component }) => ({ default: component })));

/** Markdown of a dataset, drawn with elements of our own: HTML in it stays text, links lead nowhere, pictures are named. */
export function RichText({ text, column }: { readonly text: string; readonly column: string }): ReactNode {
  const { root, formulas } = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div className={styles.rich} data-text={column}>
      {root.children.map((node, at) => element(node, at, formulas))}
    </div>
  );
}

function inner(node: { readonly children: readonly Nodes[] }, formulas: readonly Formula[]): ReactNode {
  return node.children.map((child, at) => element(child, at, formulas));
}

/** Nodes have no identity but their place. */
function element(node: Nodes, key: number, formulas: readonly Formula[]): ReactNode {
  switch (node.type) {
    case 'text':
      return <WithFormulas key={key} text={node.value} formulas={formulas} />;
    case 'paragraph':
      return (
        <p key={key} dir="auto">
          {inner(node, formulas)}
        </p>
      );
    case 'heading':
      // No heading of the page: its outline is ours.
      return (
        <p key={key} dir="auto" className={styles.heading} data-depth={node.depth}>
          {inner(node, formulas)}
        </p>
      );
    case 'emphasis':
      return <em key={key}>{inner(node, formulas)}</em>;
    case 'strong':
      return <strong key={key}>{inner(node, formulas)}</strong>;
    case 'inlineCode':
      return (
        <code key={key} className={styles.code}>
          <PlainText text={withFormulas(node.value, formulas)} />
        </code>
      );
    case 'code':
      return <CodeBlock key={key} code={withFormulas(node.value, formulas)} language={node.lang ?? ''} />;
    case 'blockquote':
      return <blockquote key={key}>{inner(node, formulas)}</blockquote>;
    case 'list':
      return node.ordered ? (
        <ol key={key} start={node.start ?? 1}>
          {inner(node, formulas)}
        </ol>
      ) : (
        <ul key={key}>{inner(node, formulas)}</ul>
      );
    case 'listItem':
      return (
        <li key={key} dir="auto">
          {inner(node, formulas)}
        </li>
      );
    case 'thematicBreak':
      return <hr key={key} />;
    case 'break':
      return <br key={key} />;
    case 'link':
      return (
        <span key={key} className={styles.link} title={node.url}>
          {inner(node, formulas)}
          {plainOf(node) !== node.url && <span className={styles.address}> ({node.url})</span>}
        </span>
      );
    case 'image':
      return (
        <span key={key} className={styles.address}>
          ![{node.alt}]({node.url})
        </span>
      );
    case 'html':
      return (
        <span key={key} className={styles.html} dir="auto">
          <PlainText text={withFormulas(node.value, formulas)} />
        </span>
      );
    case 'table':
      return <MarkdownTable key={key} table={node} formulas={formulas} />;
    case 'definition':
      return (
        <p key={key} className={styles.address}>
          [{node.label ?? node.identifier}]: {node.url}
        </p>
      );
    case 'linkReference':
      return <Fragment key={key}>{inner(node, formulas)}</Fragment>;
    case 'imageReference':
      return <Fragment key={key}>![{node.alt}]</Fragment>;
    default:
      return 'children' in node ? <Fragment key={key}>{inner(node, formulas)}</Fragment> : undefined;
  }
}

function plainOf(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child: Nodes) => plainOf(child)).join('') : '';
}

function WithFormulas({ text, formulas }: { readonly text: string; readonly formulas: readonly Formula[] }): ReactNode {
  if (formulas.length === 0) return <PlainText text={withNul(text)} />;
  const parts = text.split(FORMULA);
  return parts.map((part, at) => {
    const formula = at % 2 === 1 ? formulas[Number(part)] : undefined;
    const key = `${at}`;
    if (!formula) return <PlainText key={key} text={withNul(part)} />;
    return (
      <span key={key} data-written={formula.source}>
        <Suspense fallback={<code className={styles.code}>{formula.source}</code>}>
          <MathText formula={formula} />
        </Suspense>
      </span>
    );
  });
}

/** A block of code with its language and a button that copies it. */
export function CodeBlock({
  code,
  language,
  column = '',
}: {
  readonly code: string;
  readonly language: string;
  readonly column?: string;
}): ReactNode {
  const t = useT();
  return (
    <div className={styles.block}>
      <div className={styles.blockHead}>
        <span>{language}</span>
        <CopyPath text={code} label={t('text.copyCode')} />
      </div>
      <CutText text={code} step={CODE_STEP}>
        {(part) => (
          <pre tabIndex={0} data-text={column}>
            <PlainText text={part} />
          </pre>
        )}
      </CutText>
    </div>
  );
}

function MarkdownTable({ table, formulas }: { readonly table: Table; readonly formulas: readonly Formula[] }): ReactNode {
  const [head, ...rows] = table.children;
  return (
    <div className={styles.tableScroll} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {placed(head?.children ?? []).map(({ key, item }) => (
              <th key={key}>{inner(item, formulas)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {placed(rows).map(({ key: line, item: row }) => (
            <tr key={line}>
              {placed(row.children).map(({ key, item }) => (
                <td key={key} dir="auto">
                  {inner(item, formulas)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
