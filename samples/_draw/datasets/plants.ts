import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { account, NO_IMAGES, type Dataset } from '../output.ts';

const HEADER = ['id', 'name', '中文名', 'family', 'height_cm', 'light', 'water_days', 'edible', 'note'];

/** name | 中文名 | family | height in cm | light | days between waterings | edible | note; nothing between bars: an empty cell. */
const ROWS = `
Peace lily|白鹤芋|Araceae|60|shade|5|no|Droops when thirsty, and stands up again within an hour
Monstera|龟背竹|Araceae|180|half|8|no|The holes come with age; "fenestration" is the word
Snake plant|虎尾兰|Asparagaceae|90|any|18|no|Forgives nearly everything
Spider plant|吊兰|Asparagaceae|40|half|6|no|Send the runners to friends
Aloe|芦荟|Asphodelaceae|50|sun|16|no|
Jade plant|玉树|Crassulaceae|80|sun|15|no|Old ones look like small trees
Rubber fig|橡皮树|Moraceae|200|half|9|no|Dust the leaves:¶once a month, with a damp cloth
Weeping fig|垂叶榕|Moraceae|190|half|8|no|Hates being moved
Pothos|绿萝|Araceae||shade|8|no|Grows in a glass of water, too
ZZ plant|金钱树|Araceae|70|shade|20|no|The thick stems keep the water
Basil|罗勒|Lamiaceae|45|sun|2|yes|Pinch the tips, eat them
Rosemary|迷迭香|Lamiaceae|120|sun|7|yes|
Thyme|百里香|Lamiaceae|25|sun|6|yes|Bees, bees, bees
Mint|薄荷|Lamiaceae|50|half|3|yes|Give it a pot of its own, or it takes the bed
Sage|鼠尾草|Lamiaceae|60|sun|7|yes|
Lavender|薰衣草|Lamiaceae|70|sun|9|yes|Cut after flowering, never into old wood
Parsley|欧芹|Apiaceae|30|half|3|yes|
Coriander|香菜|Apiaceae|50|half|3|yes|Some say it tastes of soap. "They are not wrong," says the neighbour.
Dill|莳萝|Apiaceae|90|sun|4|yes|
Fennel|茴香|Apiaceae|160|sun|5|yes|
Tomato|番茄|Solanaceae|150|sun|1|yes|Tie up; take out side shoots; hope for August
Chilli|辣椒|Solanaceae|70|sun|2|yes|Wash your hands¶before you rub your eyes
Aubergine|茄子|Solanaceae|90|sun|2|yes|
Potato|土豆|Solanaceae|70|sun|4|yes|The green ones are poisonous
Cucumber|黄瓜|Cucurbitaceae|200|sun|1|yes|
Pumpkin|南瓜|Cucurbitaceae|60|sun|2|yes|Wants compost, and your whole garden
Courgette|西葫芦|Cucurbitaceae|70|sun|2|yes|One plant feeds a street
Lettuce|生菜|Asteraceae|25|half|2|yes|Sow every three weeks
Sunflower|向日葵|Asteraceae|220|sun|3|yes|Leave the heads for the birds
Marigold|万寿菊|Asteraceae|35|sun|4|no|
Daisy|雏菊|Asteraceae|15|sun|5|no|
Dandelion|蒲公英|Asteraceae|30|any||yes|Came by itself
Chrysanthemum|菊花|Asteraceae|80|sun|4|yes|重阳节前后开花，可泡茶
Rose|月季|Rosaceae|120|sun|4|no|Prune when the forsythia flowers
Strawberry|草莓|Rosaceae|20|sun|2|yes|Straw under the fruit keeps it dry
Apple|苹果|Rosaceae|400|sun|12|yes|Needs a partner for pollen
Pear|梨|Rosaceae|450|sun|12|yes|
Cherry|樱桃|Rosaceae|500|sun|12|yes|"Shared" with the starlings
Raspberry|树莓|Rosaceae|160|sun|4|yes|
Blackberry|黑莓|Rosaceae|200|any|7|yes|Thorns, thorns
Lemon|柠檬|Rutaceae|150|sun|5|yes|In for the winter, bright and cool
Orange|橙|Rutaceae|180|sun|5|yes|
Olive|油橄榄|Oleaceae|300|sun|14|yes|
Jasmine|茉莉|Oleaceae|150|sun|4|no|夏天傍晚最香
Osmanthus|桂花|Oleaceae|300|sun|9|yes|八月桂花香，可做糕点
Bamboo|竹子|Poaceae|600|any|5|yes|Put a barrier, half a metre deep,¶before you plant it.¶Not after.
Rice|水稻|Poaceae|100|sun|1|yes|Three pots on a balcony give one bowl
Sweetcorn|甜玉米|Poaceae|200|sun|2|yes|Plant in blocks, not rows: the wind does the work
Lucky bamboo|富贵竹|Asparagaceae|60|shade|7|no|No bamboo at all
Asparagus|芦笋|Asparagaceae|130|sun|4|yes|Wait until the third year
Hosta|玉簪|Asparagaceae|50|shade|4|no|Slugs agree
Fern|蕨|Polypodiaceae|70|shade|3|no|
Moss|苔藓||2|shade|2|no|Rain water only
Ivy|常春藤|Araliaceae|1000|any|7|no|
Camellia|山茶|Theaceae|200|half|5|no|Buds fall if it is turned
Tea|茶树|Theaceae|150|half|5|yes|Two leaves and a bud
Lotus|荷花|Nelumbonaceae|120|sun||yes|Stands in water, 30 to 50 cm
Orchid|蝴蝶兰|Orchidaceae|50|half|9|no|Bathe, drip dry, put back
Cactus|仙人掌|Cactaceae|30|sun|25|no|
Venus flytrap|捕蝇草|Droseraceae|12|sun|2|no|Don't feed it "for fun", it counts to five
`;

function rowsOf(): string[][] {
  return ROWS.trim()
    .split('\n')
    .map((row, i) => [String(i + 1), ...row.split('|').map((cell) => cell.replaceAll('¶', '\n'))]);
}

export function plants(): Promise<Dataset> {
  const rows = rowsOf();
  const csv = [HEADER, ...rows].map((row) => `${row.map(quote).join(',')}\r\n`).join('');
  return Promise.resolve(records('csv/plants', 'plants.csv', csv, rows.length));
}

const quote = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The columns with their types; an empty cell is null. */
function columnsOf(
  rows: readonly (readonly string[])[],
): { readonly name: string; readonly values: readonly (string | number | boolean | null)[] }[] {
  return HEADER.map((name, at) => ({
    name,
    values: rows.map((row) => {
      const cell = row[at] ?? '';
      if (cell === '') return null;
      if (name === 'edible') return cell === 'yes';
      return ['id', 'height_cm', 'water_days'].includes(name) ? Number(cell) : cell;
    }),
  }));
}

/** The same table as Parquet, in groups of twenty rows. */
export function plantsParquet(): Promise<Dataset> {
  const rows = rowsOf();
  const types = { id: 'INT32', height_cm: 'INT32', water_days: 'INT32', edible: 'BOOLEAN' } as const;
  const columnData = columnsOf(rows).map(({ name, values }) => ({
    name,
    data: [...values],
    type: name in types ? types[name as keyof typeof types] : ('STRING' as const),
  }));
  const bytes = Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: GROUP_ROWS }));
  return Promise.resolve(records('parquet/plants', 'plants.parquet', bytes, rows.length));
}

/** The same table as an Arrow file, in batches of twenty rows. */
export function plantsArrow(): Promise<Dataset> {
  const rows = rowsOf();
  const columns = Object.fromEntries(columnsOf(rows).map(({ name, values }) => [name, [...values]]));
  const bytes = tableToIPC(tableFromArrays(columns, { maxBatchRows: GROUP_ROWS }), { format: 'file' });
  return Promise.resolve(records('arrow/plants', 'plants.arrow', Buffer.from(bytes ?? []), rows.length));
}

/** Questions about watering, as instruction data in one JSON list. */
export function watering(): Promise<Dataset> {
  const list = rowsOf().flatMap(([, name, chinese, , , light, days]) => [
    {
      instruction: `How often does a ${name?.toLowerCase()} want water?`,
      input: light === '' ? '' : `It stands in: ${light}`,
      output: days === '' ? 'It stands in water already.' : `Every ${days} days or so.`,
    },
    {
      instruction: `${chinese}多久浇一次水？`,
      input: '',
      output: days === '' ? '它本来就长在水里。' : `大约每${days}天一次。`,
    },
  ]);
  return Promise.resolve(records('json/watering', 'watering.json', `${JSON.stringify(list, undefined, 2)}\n`, list.length));
}

const GROUP_ROWS = 20;

export function records(path: string, file: string, content: Buffer | string, count: number): Dataset {
  return {
    path,
    files: new Map([[file, content]]),
    expected: {
      format: path.slice(0, path.indexOf('/')),
      samples: count,
      images: NO_IMAGES,
      annotations: 0,
      byKind: {},
      splits: {},
      categories: [],
      labelSets: [],
      files: [account(file, 'records', count)],
      read: count,
      rejected: 0,
      problems: [],
    },
  };
}
