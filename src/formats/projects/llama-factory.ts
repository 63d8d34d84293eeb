/**
 * LLaMA-Factory's `dataset_info.json`: a name for each dataset, its file or where it is kept, and which column is what.
 * https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md Its version 1 has YAML files of the same kind.
 */
import type { FieldValue } from '../../model/annotation.ts';
import type { RecordGuide } from '../records/guide.ts';
import type { Fields } from '../records/schema.ts';
import { isObject, textOf } from '../records/values.ts';
import type { Described } from './described.ts';

/** Where an entry is kept that is no file here, the surest first. */
const ELSEWHERE = ['hf_hub_url', 'ms_hub_url', 'om_hub_url', 'script_url', 'cloud_file_name'] as const;
const MEDIA = ['images', 'videos', 'audios'] as const;

/** What the entries of a description name; undefined where it is none of LLaMA-Factory's. */
export function llamaFactoryEntries(value: FieldValue, by: string): readonly Described[] | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const isOurs = ([, entry]: [string, FieldValue]): boolean =>
    isObject(entry) && (textOf(entry['file_name']) !== undefined || ELSEWHERE.some((key) => textOf(entry[key]) !== undefined));
  if (entries.length === 0 || !entries.some(isOurs) || !entries.every(([, entry]) => isObject(entry))) return undefined;
  return entries.flatMap(([name, entry]): Described[] => {
    if (!isObject(entry)) return [];
    const remote = ELSEWHERE.find((key) => textOf(entry[key]) !== undefined);
    // As the trainer does: a place on a hub goes before a file.
    if (remote !== undefined) return [{ name, elsewhere: textOf(entry[remote]) ?? '' }];
    const path = textOf(entry['file_name']);
    return path === undefined ? [] : [{ name, paths: [{ path }], guide: guideOf(entry, by) }];
  });
}

/** A YAML file of version 1: a `path` and a `source` a name. Undefined where it is something else. */
export function llamaFactoryV1Entries(value: FieldValue, by: string): readonly Described[] | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const isOurs = (entry: FieldValue): entry is Fields =>
    isObject(entry) && typeof entry['path'] === 'string' && ['source', 'converter', 'split'].some((key) => typeof entry[key] === 'string');
  if (entries.length === 0 || !entries.every(([, entry]) => isOurs(entry))) return undefined;
  return entries.flatMap(([name, entry]): Described[] => {
    if (!isOurs(entry)) return [];
    const path = textOf(entry['path']) ?? '';
    if (entry['source'] !== 'local') return [{ name, elsewhere: path }];
    const schema = { alpaca: 'alpaca', sharegpt: 'sharegpt', pair: 'preference' }[textOf(entry['converter']) ?? ''];
    return [{ name, paths: [{ path }], guide: { by, ...(schema === undefined ? {} : { schema }) } }];
  });
}

function guideOf(entry: Fields, by: string): RecordGuide {
  const columns = isObject(entry['columns']) ? entry['columns'] : undefined;
  const isRanked = entry['ranking'] === true;
  const formatting = textOf(entry['formatting']) ?? 'alpaca';
  return formatting === 'alpaca' ? alpacaGuide(columns, isRanked, by) : chatGuide(entry, columns, isRanked, by);
}

/** Without `columns` the names are Alpaca's own; with them, what they do not name is not used. */
function alpacaGuide(columns: Fields | undefined, isRanked: boolean, by: string): RecordGuide {
  if (!columns) return { by, schema: isRanked ? 'preference' : 'alpaca' };
  const of = (key: string): string | undefined => textOf(columns[key]);
  const asked = [of('prompt'), of('query')].filter((column) => column !== undefined);
  const beside = some({ history: of('history'), system: of('system'), tools: of('tools'), ...media(columns) });
  const answered = of('response');
  if (isRanked)
    return guide(by, 'preference', { instruction: asked[0], input: asked[1], chosen: of('chosen'), rejected: of('rejected') }, beside);
  const verdict = of('kto_tag');
  if (verdict !== undefined) return guide(by, 'kto', { prompt: asked, completion: answered, kto_tag: verdict }, beside);
  // A prompt alone is what pretraining reads.
  if (answered === undefined) return guide(by, 'text', { text: asked[0] }, beside);
  return guide(by, 'alpaca', { instruction: asked[0], input: asked[1], output: answered }, beside);
}

function chatGuide(entry: Fields, columns: Fields | undefined, isRanked: boolean, by: string): RecordGuide {
  const of = (key: string): string | undefined => textOf(columns?.[key]);
  const tags = isObject(entry['tags']) ? entry['tags'] : {};
  const tag = (name: string, usual: string): string => textOf(tags[name]) ?? usual;
  const [role, content] = [tag('role_tag', 'from'), tag('content_tag', 'value')];
  const words = {
    user: tag('user_tag', 'human'),
    assistant: tag('assistant_tag', 'gpt'),
    tool: tag('observation_tag', 'observation'),
    function_call: tag('function_tag', 'function_call'),
    system: tag('system_tag', 'system'),
  };
  // What is understood as it stands is shown with its own words.
  const isUsual = Object.entries(words).every(([word, as]) => word === as || USUAL_WORDS[word] === as);
  const isShareGpt = isUsual && role === 'from' && content === 'value';
  const isPlain = isShareGpt || (isUsual && role === 'role' && content === 'content');
  const verdict = of('kto_tag');
  const schema = isRanked ? 'preference' : verdict !== undefined ? 'kto' : isShareGpt ? 'sharegpt' : 'chat-messages';
  const own = {
    [isShareGpt ? 'conversations' : 'messages']: of('messages') ?? 'conversations',
    chosen: of('chosen'),
    rejected: of('rejected'),
    kto_tag: verdict,
    system: of('system'),
    tools: of('tools'),
  };
  return { ...guide(by, schema, own, media(columns ?? {})), ...(isPlain ? {} : { messages: { role, content, words } }) };
}

const USUAL_WORDS: Readonly<Record<string, string>> = {
  user: 'human',
  assistant: 'gpt',
  tool: 'observation',
  function_call: 'function_call',
  system: 'system',
};

function media(columns: Fields): Record<string, string | undefined> {
  return Object.fromEntries(MEDIA.map((kind) => [kind, textOf(columns[kind])]));
}

type Columns = Readonly<Record<string, string | readonly string[] | undefined>>;

function some(columns: Columns): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([key, column]) => (column === undefined || column.length === 0 ? [] : [[key, column]])),
  );
}

function guide(by: string, schema: string, own: Columns, beside: Columns): RecordGuide {
  return { by, schema, columns: some({ ...own, ...beside }), others: false };
}
