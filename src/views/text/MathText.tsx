import { createElement, useMemo, type CSSProperties, type ReactNode } from 'react';
import temml from 'temml';
import type { Formula } from './markdown.ts';
import styles from './Text.module.css';

/** A node of the tree that Temml makes; only what is listed here is drawn. */
interface MathNode {
  readonly type?: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly children?: readonly MathNode[];
  readonly style?: CSSProperties;
  readonly text?: string;
}

const TAGS = new Set(
  'math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd menclose'.split(
    ' ',
  ),
);
/** Names of MathML's attributes, none of which leads anywhere; React's own spelling where it differs. */
const ATTRIBUTES = new Set(
  'display displaystyle scriptlevel mathvariant stretchy fence separator form lspace rspace width height depth voffset minsize maxsize symmetric movablelimits largeop linethickness accent accentunder columnalign rowspacing columnspacing columnlines rowlines rowspan columnspan notation mathcolor mathbackground dir intent'.split(
    ' ',
  ),
);
const { __renderToMathMLTree: mathTree } = temml;
/** A formula longer than this is shown as it is written. */
const LONGEST = 4000;
const MOST_EXPANSIONS = 500;

/** A formula as MathML, made of our own elements; as its source where it is wrong. */
export function MathText({ formula }: { readonly formula: Formula }): ReactNode {
  const tree = useMemo(() => treeOf(formula), [formula]);
  if (!tree) return <code className={styles.code}>{formula.source}</code>;
  return <span className={formula.display ? styles.formula : undefined}>{elementOf(tree, 0)}</span>;
}

function treeOf({ tex, display }: Formula): MathNode | undefined {
  if (tex.length > LONGEST) return undefined;
  try {
    return mathTree(tex, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      maxExpand: MOST_EXPANSIONS,
    }) as MathNode;
  } catch (error) {
    // What a dataset holds may be anything; Temml's own slips on it are of no more use to a reader than its complaints.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function elementOf({ type, attributes = {}, children = [], style, text }: MathNode, key: number): ReactNode {
  if (text !== undefined) return text;
  const inner = children.map((child, at) => elementOf(child, at));
  if (type === undefined || !TAGS.has(type)) return inner;
  const own = Object.fromEntries(Object.entries(attributes).filter(([name]) => ATTRIBUTES.has(name)));
  return createElement(type, { key, ...own, ...(style && Object.keys(style).length > 0 ? { style } : {}) }, ...inner);
}
