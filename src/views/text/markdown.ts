/** Markdown of a dataset as a tree: https://spec.commonmark.org with GitHub's tables, and formulas in the ways people write them. */
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

export interface Formula {
  /** As written, with its marks. */
  readonly source: string;
  readonly tex: string;
  readonly display: boolean;
}

export interface Markdown {
  readonly root: Root;
  readonly formulas: readonly Formula[];
}

/** Private characters around the number of a formula, while Markdown is parsed: it would eat the backslashes. */
const OPEN = '\ue000';
const CLOSE = '\ue001';
/** Stands for NUL, which Markdown would take for a mistake and replace. */
const NUL = '\ue002';
export const FORMULA = /\ue000(\d+)\ue001/g;

/** Code first, since a dollar in it is a dollar. A single dollar opens only before, and closes only after, something; prices are none. */
const CODE_OR_FORMULA =
  /```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]+`|\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|\\begin\{(equation|align|gather|aligned|cases|matrix|pmatrix|bmatrix)\*?\}[\s\S]+?\\end\{\4\*?\}|(?<![\\$\w])\$(?![\s$])((?:[^$\n\\]|\\.)+?)(?<!\s)\$(?![\d$])/g;

export function parseMarkdown(text: string): Markdown {
  const formulas: Formula[] = [];
  const source = text.includes(OPEN) ? text : withoutFormulas(text.replaceAll('\0', NUL), formulas);
  return { root: fromMarkdown(source, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }), formulas };
}

function withoutFormulas(text: string, formulas: Formula[]): string {
  return text.replaceAll(
    CODE_OR_FORMULA,
    (found: string, dollars?: string, brackets?: string, parens?: string, environment?: string, dollar?: string) => {
      const tex = dollars ?? brackets ?? parens ?? dollar ?? (environment === undefined ? undefined : found);
      if (tex === undefined) return found;
      const display = dollars !== undefined || brackets !== undefined || environment !== undefined;
      formulas.push({ source: found, tex: tex.trim(), display });
      return `${OPEN}${formulas.length - 1}${CLOSE}`;
    },
  );
}

/** A text of the tree as it was written: with the formulas that stood in it. */
export function withFormulas(text: string, formulas: readonly Formula[]): string {
  return withNul(text).replaceAll(FORMULA, (found, at: string) => formulas[Number(at)]?.source ?? found);
}

/** A text of the tree with the NUL characters that stood in it. */
export function withNul(text: string): string {
  return text.replaceAll(NUL, '\0');
}
