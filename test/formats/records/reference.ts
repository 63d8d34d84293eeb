/** A record of our own for each shape that people describe: one line of a description, one record. */

const user = { role: 'user', content: 'Hi' };
const bot = { role: 'assistant', content: 'Hello.' };

export const DESCRIBED: readonly (readonly [shape: string, schema: string, kind: string, record: object])[] = [
  // 3.1
  [
    'OpenAI: tools, calls, refusal, weight',
    'chat-messages',
    'chat',
    {
      messages: [
        { role: 'developer', content: 'Be brief.' },
        user,
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
          refusal: null,
          weight: 0,
        },
        { role: 'tool', tool_call_id: 'c', content: '{"b":2}' },
      ],
      tools: [{ type: 'function', function: { name: 'f', parameters: {} } }],
    },
  ],
  [
    'OpenAI: function_call',
    'chat-messages',
    'chat',
    {
      messages: [
        user,
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: '1' },
      ],
      functions: [{ name: 'f' }],
    },
  ],
  [
    'OpenAI: parts',
    'chat-messages',
    'chat',
    {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hi' },
            { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
            { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
            { type: 'file', file: { file_id: 'f1' } },
            { type: 'refusal', refusal: 'No.' },
          ],
        },
        bot,
      ],
    },
  ],
  [
    'OpenAI: items of responses',
    'openai-responses',
    'chat',
    {
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Hi' },
            { type: 'input_image', image_url: 'https://example.com/a.png' },
          ],
        },
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'x' }] },
        { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c', output: '1' },
      ],
    },
  ],
  [
    'LLaMA-Factory v1',
    'chat-messages',
    'chat',
    {
      messages: [
        { role: 'user', content: [{ type: 'text', value: 'Hi' }] },
        {
          role: 'assistant',
          loss_weight: 1,
          content: [
            { type: 'reasoning', value: 'x' },
            { type: 'tool_call', value: '{"name":"f","arguments":{}}' },
          ],
        },
      ],
    },
  ],
  [
    'transformers: parts that take images',
    'chat-messages',
    'chat',
    { messages: [{ role: 'user', content: [{ type: 'image' }, { type: 'text', text: 'Hi' }] }, bot], images: ['a.png'] },
  ],
  [
    'ms-swift: tool_call and tool_response',
    'chat-messages',
    'chat',
    {
      messages: [
        user,
        { role: 'tool_call', content: '{"name":"f","arguments":{}}' },
        { role: 'tool_response', content: '{}' },
        { role: 'assistant', content: 'x', loss: true },
      ],
    },
  ],
  [
    'reasoning_content, thinking',
    'chat-messages',
    'chat',
    {
      messages: [
        user,
        { role: 'assistant', reasoning_content: 'x', content: 'y' },
        user,
        { role: 'assistant', thinking: 'x', content: 'y' },
      ],
    },
  ],
  [
    'OpenAI preference',
    'openai-preference',
    'preference',
    {
      input: { messages: [user], tools: [], parallel_tool_calls: true },
      preferred_output: [bot],
      non_preferred_output: [{ role: 'assistant', content: 'No.' }],
    },
  ],
  [
    'OpenAI batch',
    'openai-batch',
    'chat',
    { custom_id: '1', method: 'POST', url: '/v1/chat/completions', body: { model: 'm', messages: [user] } },
  ],
  [
    'OpenAI batch result',
    'openai-batch',
    'chat',
    { id: 'b', custom_id: '1', response: { status_code: 200, body: { choices: [{ index: 0, message: bot }] } }, error: null },
  ],
  ['OpenAI reinforcement', 'chat-messages', 'chat', { messages: [user], reference_answer: '4' }],
  ['messages as a text of JSON', 'chat-messages', 'chat', { messages: JSON.stringify([user, bot]) }],
  [
    'messages as Python writes them',
    'chat-messages',
    'chat',
    { messages: "[{'role': 'user', 'content': \"It's\"}, {'role': 'assistant', 'content': None}]" },
  ],
  // 3.2
  [
    'Anthropic',
    'anthropic-messages',
    'chat',
    {
      system: 'Be brief.',
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'x', signature: 's' },
            { type: 'tool_use', id: 't', name: 'f', input: {} },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: '1', is_error: false }] },
      ],
    },
  ],
  [
    'Gemini',
    'gemini-contents',
    'chat',
    {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'Hi' }, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
        { role: 'model', parts: [{ functionCall: { name: 'f', args: {} } }] },
        { role: 'function', parts: [{ functionResponse: { name: 'f', response: {} } }] },
      ],
    },
  ],
  [
    'Cohere',
    'chat-messages',
    'chat',
    {
      messages: [
        { role: 'User', content: 'Hi' },
        { role: 'Chatbot', content: 'Hello.' },
      ],
    },
  ],
  [
    'LangChain',
    'chat-messages',
    'chat',
    {
      messages: [
        { type: 'human', data: { content: 'Hi' } },
        { type: 'ai', data: { content: 'Hello.' } },
      ],
    },
  ],
  [
    'Open Assistant: thread',
    'chat-messages',
    'chat',
    {
      thread: [
        { role: 'prompter', text: 'Hi' },
        { role: 'assistant', text: 'Hello.' },
      ],
    },
  ],
  [
    'Open Assistant: tree',
    'message-tree',
    'chat',
    {
      message_tree_id: 'm',
      prompt: {
        message_id: 'm',
        role: 'prompter',
        text: 'Hi',
        replies: [{ message_id: 'n', parent_id: 'm', role: 'assistant', text: 'Hello.', replies: [] }],
      },
    },
  ],
  // 3.3
  [
    'ShareGPT',
    'sharegpt',
    'chat',
    {
      id: '1',
      conversations: [
        { from: 'human', value: 'Hi' },
        { from: 'function_call', value: '{"name":"f","arguments":{}}' },
        { from: 'observation', value: '1' },
        { from: 'gpt', value: 'x' },
      ],
      system: 'Be brief.',
      tools: '[]',
    },
  ],
  [
    'ShareGPT: items',
    'sharegpt',
    'chat',
    {
      id: '1',
      items: [
        { from: 'human', value: 'Hi' },
        { from: 'gpt', value: 'x' },
      ],
    },
  ],
  [
    'ShareGPT: text for value, capitals',
    'sharegpt',
    'chat',
    {
      conversation: [
        { from: 'Human', text: 'Hi' },
        { from: 'ChatGPT', text: 'x' },
      ],
    },
  ],
  ['ms-swift: an object a pair', 'chat-pairs', 'chat', { system: 'x', conversation: [{ human: 'Hi', assistant: 'x' }] }],
  [
    'pairs as lists',
    'chat-pairs',
    'chat',
    {
      conversations: [
        ['Hi', 'x'],
        ['And?', 'y'],
      ],
    },
  ],
  ['UltraChat', 'chat-pairs', 'chat', { data: ['Hi', 'x'] }],
  // 3.4
  ['Alpaca with history', 'alpaca', 'chat', { instruction: 'Hi', input: '', output: 'x', system: 's', history: [['a', 'b']] }],
  ['gpteacher', 'alpaca', 'chat', { instruction: 'Hi', input: '', response: 'x' }],
  ['axolotl oasst', 'alpaca', 'chat', { INSTRUCTION: 'Hi', RESPONSE: 'x' }],
  ['jeopardy', 'qa', 'qa', { question: 'Hi', category: 'c', answer: 'x' }],
  ['summarizetldr', 'summary', 'classification', { article: 'A long one', summary: 'x' }],
  ['reflection', 'alpaca', 'chat', { instruction: 'Hi', output: 'x', reflection: 'r', corrected: 'y' }],
  ['camel', 'instruction', 'chat', { role_1: 'a', topic: 't', message_1: 'Hi', message_2: 'x' }],
  ['context_qa', 'qa-spans', 'qa', { article: 'A long one', question: 'Hi', answer: 'x' }],
  ['ms-swift: query and response', 'instruction', 'chat', { system: 's', query: 'Hi', response: 'x', history: "[['a', 'b']]" }],
  [
    'MOSS',
    'moss',
    'chat',
    {
      meta_instruction: 'm',
      num_turns: 1,
      chat: {
        turn_1: {
          Human: '<|Human|>: Hi<eoh>\n',
          'Inner Thoughts': '<|Inner Thoughts|>: None<eot>\n',
          Commands: '<|Commands|>: None<eoc>\n',
          'Tool Responses': '<|Results|>: None<eor>\n',
          MOSS: '<|MOSS|>: x<eom>\n',
        },
      },
    },
  ],
  ['TRL: prompt and completion as messages', 'prompt-completion', 'chat', { prompt: [user], completion: [bot] }],
  ['pre-tokenised', 'token-ids', 'code', { input_ids: [1, 2], attention_mask: [1, 1], labels: [-100, 2] }],
  // 3.5
  ['LLaMA-Factory: ranking of Alpaca', 'preference', 'preference', { instruction: 'Hi', input: '', chosen: 'x', rejected: 'y' }],
  [
    'LLaMA-Factory: ranking of ShareGPT',
    'preference',
    'preference',
    { conversations: [{ from: 'human', value: 'Hi' }], chosen: { from: 'gpt', value: 'x' }, rejected: { from: 'gpt', value: 'y' } },
  ],
  [
    'LLaMA-Factory v1: ranking',
    'preference',
    'preference',
    {
      chosen_messages: [
        { role: 'user', content: [{ type: 'text', value: 'Hi' }] },
        { role: 'assistant', content: [{ type: 'text', value: 'x' }] },
      ],
      rejected_messages: [
        { role: 'user', content: [{ type: 'text', value: 'Hi' }] },
        { role: 'assistant', content: [{ type: 'text', value: 'y' }] },
      ],
    },
  ],
  ['ms-swift: rejected_response', 'preference-rejected', 'preference', { messages: [user, bot], rejected_response: 'y', margin: 2 }],
  [
    'ms-swift: rejected_messages',
    'preference-rejected',
    'preference',
    { messages: [user, bot], rejected_messages: [user, { role: 'assistant', content: 'y' }] },
  ],
  [
    'KTO: kto_tag',
    'kto',
    'preference',
    {
      conversations: [
        { from: 'human', value: 'Hi' },
        { from: 'gpt', value: 'x' },
      ],
      kto_tag: true,
    },
  ],
  ['KTO: messages and label', 'kto', 'preference', { messages: [user, bot], label: false }],
  ['KTO: prompt, completion, label as text', 'kto', 'preference', { prompt: 'Hi', completion: 'x', label: 'true' }],
  ['stepwise', 'stepwise', 'preference', { prompt: 'Hi', completions: ['a', 'b'], labels: [1, -1] }],
  [
    'verl',
    'rlvr',
    'chat',
    {
      data_source: 'd',
      prompt: [user],
      ability: 'math',
      reward_model: { style: 'rule', ground_truth: '4' },
      extra_info: { split: 'train' },
    },
  ],
  ['GRPO', 'rlvr', 'chat', { prompt: [user], solution: '4' }],
  // 3.6
  ['no label', 'classification', 'classification', { sentence: 'x', label: -1, idx: 0 }],
  ['several labels', 'classification', 'classification', { text: 'x', labels: ['a', 'b'] }],
  ['a class a column', 'one-hot', 'classification', { id: 'i', comment_text: 'x', toxic: 0, severe_toxic: 0, obscene: 1, threat: 0 }],
  ['text_a, text_b', 'text-pair', 'classification', { text_a: 'x', text_b: 'y', label: 1 }],
  ['retrieval lists', 'retrieval', 'classification', { query: 'x', pos: ['y'], neg: ['z'] }],
  [
    'positive_passages',
    'retrieval',
    'classification',
    { query_id: '1', query: 'x', positive_passages: [{ docid: 'd', title: 't', text: 'y' }], negative_passages: [] },
  ],
  ['RAG', 'qa-spans', 'qa', { question: 'x', contexts: ['a', 'b'], answer: 'y', ground_truths: ['z'] }],
  // 3.7
  ['languages in lists', 'translation', 'translation', { translation: ['Hi', 'Hallo'], language: ['en', 'de'] }],
  ['src, tgt', 'text-to-text', 'translation', { src: 'Hi', tgt: 'Hallo' }],
  ['a column a language', 'translation', 'translation', { en: 'Hi', zh: '你好' }],
  // 3.8
  [
    'raw ARC',
    'multiple-choice',
    'choices',
    {
      id: 'i',
      question: {
        stem: 'x',
        choices: [
          { text: 'a', label: 'A' },
          { text: 'b', label: 'B' },
        ],
      },
      answerKey: 'B',
    },
  ],
  ['BoolQ', 'qa-spans', 'qa', { question: 'x', passage: 'A long one', answer: false }],
  // 3.9
  ['spans as objects', 'ner-spans', 'spans', { text: 'In Oslo', entities: [{ start: 3, end: 7, label: 'LOC' }] }],
  [
    'start_offset',
    'ner-spans',
    'spans',
    {
      text: 'In Oslo',
      entities: [{ id: 1, start_offset: 3, end_offset: 7, label: 'LOC' }],
      relations: [{ id: 2, from_id: 1, to_id: 1, type: 'is' }],
    },
  ],
  ['offset and length', 'ner-spans', 'spans', { text: 'In Oslo', spans: [{ offset: 3, length: 4, type: 'LOC' }] }],
  [
    'pipeline: entity_group, word',
    'ner-spans',
    'spans',
    { text: 'In Oslo', entities: [{ entity_group: 'LOC', word: 'Oslo', start: 3, end: 7, score: 0.9 }] },
  ],
  ['doccano', 'doccano', 'spans', { id: 1, text: 'In Oslo', label: [[3, 7, 'LOC']] }],
  ['entities as lists, cats', 'doccano', 'spans', { text: 'In Oslo', entities: [[3, 7, 'LOC']], cats: ['travel'] }],
  ['spaCy 2', 'spacy', 'spans', { value: ['In Oslo', { entities: [[3, 7, 'LOC']] }] }],
  [
    'Prodigy',
    'prodigy',
    'spans',
    {
      text: 'In Oslo',
      tokens: [
        { text: 'In', start: 0, end: 2, id: 0, ws: true },
        { text: 'Oslo', start: 3, end: 7, id: 1, ws: false },
      ],
      spans: [{ start: 3, end: 7, token_start: 1, token_end: 1, label: 'LOC' }],
      answer: 'accept',
    },
  ],
  [
    'displaCy: ents',
    'ner-spans',
    'spans',
    { text: 'In Oslo', ents: [{ start: 3, end: 7, label: 'LOC', kb_id: 'Q585', kb_url: 'x' }], title: null },
  ],
  [
    'displaCy: spans of tokens',
    'token-spans',
    'spans',
    { text: 'In Oslo', tokens: ['In', 'Oslo'], spans: [{ start_token: 1, end_token: 2, label: 'LOC' }] },
  ],
  [
    'displaCy: arcs',
    'displacy',
    'spans',
    {
      words: [
        { text: 'We', tag: 'PRON' },
        { text: 'row', tag: 'VERB' },
      ],
      arcs: [{ start: 0, end: 1, label: 'nsubj', dir: 'left' }],
    },
  ],
  [
    'Label Studio',
    'label-studio',
    'spans',
    {
      id: 1,
      data: { text: 'In Oslo' },
      annotations: [
        {
          result: [
            { id: 'a', type: 'labels', from_name: 'label', to_name: 'text', value: { start: 3, end: 7, text: 'Oslo', labels: ['LOC'] } },
          ],
        },
      ],
    },
  ],
  [
    'Label Studio, short',
    'label-studio-min',
    'spans',
    { id: 1, text: 'In Oslo', label: [{ start: 3, end: 7, text: 'Oslo', labels: ['LOC'] }] },
  ],
  ['Argilla', 'ner-spans', 'spans', { text: 'In Oslo', 'entities.suggestion': [{ start: 3, end: 7, label: 'LOC' }] }],
  ['CLUENER', 'cluener', 'spans', { text: '叶老桂说', label: { name: { 叶老桂: [[0, 2]] } } }],
  ['UIE', 'uie', 'spans', { content: 'In Oslo', result_list: [{ text: 'Oslo', start: 3, end: 7 }], prompt: 'place' }],
  ['GLiNER', 'gliner', 'spans', { tokenized_text: ['In', 'Oslo'], ner: [[1, 1, 'LOC']] }],
  ['Hugging Face tokens', 'ner-tokens', 'spans', { tokens: ['In', 'Oslo'], ner_tags: ['O', 'B-LOC'] }],
  // 3.10
  [
    'LLaVA with several pictures',
    'llava',
    'chat',
    {
      id: 'i',
      image: ['a.jpg', 'b.jpg'],
      conversations: [
        { from: 'human', value: '<image><image>\nHi' },
        { from: 'gpt', value: 'x' },
      ],
    },
  ],
  [
    'LLaVA film',
    'llava',
    'chat',
    {
      id: 'i',
      video: 'a.mp4',
      conversations: [
        { from: 'human', value: '<video>\nHi' },
        { from: 'gpt', value: 'x' },
      ],
    },
  ],
  [
    'InternVL',
    'llava',
    'chat',
    {
      id: 0,
      image: 'a.jpg',
      width: 10,
      height: 20,
      conversations: [
        { from: 'human', value: '<image>\nHi' },
        { from: 'gpt', value: 'x' },
      ],
    },
  ],
  ['OBELICS', 'obelics', 'chat', { images: ['https://example.com/a.png', null], texts: [null, 'x'] }],
  ['MMC4', 'mmc4', 'chat', { text_list: ['x'], image_info: [{ image_name: 'a.png', matched_text_index: 0 }] }],
  ['Hugging Face picture and caption', 'media-text', 'text', { image: { bytes: null, path: 'a.png' }, text: 'x' }],
  ['ImageFolder', 'media-text', 'text', { file_name: 'a.png', text: 'x' }],
  // 3.12
  ['hermes session', 'chat-messages', 'chat', { id: 's', source: 'cli', model: 'm', system_prompt: 'Be brief.', messages: [user, bot] }],
  // 3.13
  [
    'MNBVC document',
    'mnbvc',
    'text',
    {
      文件名: 'a.txt',
      是否待查文件: false,
      是否重复文件: false,
      文件大小: 9,
      simhash: 1,
      最长段落长度: 3,
      段落数: 1,
      去重段落数: 0,
      低质量段落数: 0,
      段落: [{ 行号: 1, 是否重复: false, 是否跨文件重复: false, md5: 'x', 内容: '你好', 扩展字段: '{}' }],
      扩展字段: '{}',
      时间: '20240101',
    },
  ],
  [
    'MNBVC question',
    'qa',
    'qa',
    { id: 1, 问: '你好？', 答: '好。', 来源: 'x', 元数据: { create_time: '', 问题明细: '', 回答明细: '', 扩展字段: '' }, 时间: '20240101' },
  ],
  [
    'MNBVC code',
    'code-file',
    'code',
    {
      来源: 'x',
      仓库名: 'o/r',
      path: 'a.py',
      文件名: 'a.py',
      ext: 'py',
      size: 3,
      原始编码: 'utf-8',
      md5: 'x',
      text: 'a=1',
      时间: '20240101',
      扩展字段: '{}',
    },
  ],
  [
    'MNBVC forum',
    'mnbvc-forum',
    'chat',
    { ID: 1, 主题: 'x', 来源: 'y', 回复: [{ 楼ID: '1', 回复: '你好', 扩展字段: '{}' }], 元数据: {}, 时间: '20240101' },
  ],
  [
    'MNBVC parallel',
    'mnbvc-parallel',
    'translation',
    {
      文件名: 'a',
      段落数: 1,
      段落: [{ 行号: 1, 是否重复: false, zh_text: '你好', en_text: 'Hi', zh_text_md5: 'x', 扩展字段: '{}' }],
      扩展字段: '{}',
      时间: '20240101',
    },
  ],
  // 3.14
  ['embedding', 'embedding', 'embedding', { text: 'x', embedding: Array.from({ length: 16 }, (_, at) => at / 16) }],
  [
    'embedding as a text',
    'embedding',
    'embedding',
    { text: 'x', text_embedding: JSON.stringify(Array.from({ length: 16 }, (_, at) => at / 16)) },
  ],
  ['sparse', 'text', 'text', { text: 'x', vector: { indices: [1, 2], values: [0.5, 0.5] } }],
];
