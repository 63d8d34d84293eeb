/** Programs: tasks to write one for, and files of repositories. */
import type { FieldValue } from '../../model/annotation.ts';
import type { CodeSection } from '../../model/record-form.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { isList, keyOf, look, parsed, textOf, textsOf } from './values.ts';

const SECTIONS: readonly (readonly [name: string, as: CodeSection['as'], language: string])[] = [
  ['prompt', 'code', 'python'],
  ['complete_prompt', 'code', 'python'],
  ['instruct_prompt', 'prose', ''],
  ['question', 'prose', ''],
  ['question_content', 'prose', ''],
  ['text', 'prose', ''],
  ['problem_statement', 'prose', ''],
  ['hints_text', 'prose', ''],
  ['starter_code', 'code', 'python'],
  ['canonical_solution', 'code', 'python'],
  ['solutions', 'code', 'python'],
  ['completion', 'code', 'python'],
  ['code', 'code', 'python'],
  ['patch', 'code', 'diff'],
  ['test_patch', 'code', 'diff'],
  ['test', 'code', 'python'],
  ['test_list', 'code', 'python'],
  ['test_setup_code', 'code', 'python'],
  ['test_imports', 'code', 'python'],
  ['input_output', 'code', 'json'],
  ['public_test_cases', 'code', 'json'],
  ['entry_point', 'code', ''],
];

/** Keys that only tasks have together. */
const TASKS: readonly (readonly string[])[] = [
  ['prompt', 'canonical_solution'],
  ['complete_prompt', 'canonical_solution'],
  ['problem_statement', 'patch'],
  ['text', 'code', 'test_list'],
  ['prompt', 'code', 'test_list'],
  ['question', 'solutions', 'input_output'],
  ['question_content', 'public_test_cases'],
];

/** HumanEval, MBPP, SWE-bench, APPS, LiveCodeBench, and samples for them. */
const codeProblem: RecordSchema = {
  id: 'code-problem',
  fits(record) {
    const has = (keys: readonly string[]): boolean => keys.every((key) => record[key] !== undefined);
    if (TASKS.some(has)) return 0.97;
    return has(['task_id', 'completion']) ? 0.92 : lacks('canonical_solution');
  },
  read(record) {
    // MBPP's sanitized tasks say in words what HumanEval begins in code.
    const inWords = record['code'] !== undefined;
    const sections = SECTIONS.flatMap(([name, as, language]): CodeSection[] => {
      const prose = as === 'prose' || (name === 'prompt' && inWords);
      return textsIn(record[name]).map((text) =>
        prose ? { name, text, as: 'prose' } : { name, text, as, ...(language === '' ? {} : { language }) },
      );
    });
    return { kind: 'code', sections, media: [], regions: [] };
  },
};

/** The text of a section; several where the record has several solutions, as JSON in a text. */
function textsIn(value: FieldValue): readonly string[] {
  if (isList(value)) return [(textsOf(value) ?? []).join('\n')].filter((text) => text !== '');
  const text = textOf(value) ?? '';
  const several = /^\s*\["/.test(text) ? textsOf(parsed(text)) : undefined;
  return (several ?? [text]).filter((each) => each !== '');
}

const CODES = ['content', 'code', 'whole_func_string', 'func_code_string', 'text'] as const;
const REPOSITORIES = ['repo_name', 'repository_name', 'max_stars_repo_name', 'repo', '仓库名', 'programming_language', 'ext'] as const;
const PATHS = ['path', 'max_stars_repo_path', 'func_path_in_repository', 'file_name', '文件名', 'repo_name'] as const;

/** A file of a repository, or a function of one. */
const codeFile: RecordSchema = {
  id: 'code-file',
  fits(record: Fields) {
    if (typeof look(record, CODES) !== 'string') return lacks('content');
    return keyOf(record, REPOSITORIES) !== undefined || (record['path'] !== undefined && record['lang'] !== undefined)
      ? 0.8
      : lacks('repo_name');
  },
  read(record) {
    const language = textOf(look(record, ['lang', 'language', 'programming_language', 'ext']));
    const name = textOf(look(record, PATHS)) ?? 'content';
    const text = textOf(look(record, CODES)) ?? '';
    const says = textOf(record['func_documentation_string']) ?? '';
    return {
      kind: 'code',
      sections: [
        { name, text, as: 'code', ...(language === undefined ? {} : { language }) },
        ...(says === '' ? [] : [{ name: 'func_documentation_string', text: says, as: 'prose' } as const]),
      ],
      media: [],
      regions: [],
    };
  },
};

export const CODE_SCHEMAS: readonly RecordSchema[] = [codeProblem, codeFile];
