import { useAppState } from '../../state/use-app.ts';

/** Facets that are seldom needed start folded. */
const START_FOLDED: ReadonlySet<string> = new Set(['width', 'height', 'labelCount', 'flag', 'image']);

/** Fields of an image's record are folded at first, fields of a text record are not: `column:` and `field:`. */
export function useFolded(id: string): boolean {
  const refolded = useAppState((state) => state.settings.refolded.includes(id));
  return (START_FOLDED.has(id) || id.startsWith('field:')) !== refolded;
}
