import type { Random } from '../random.ts';

export type Turn =
  | { readonly user: string }
  | { readonly assistant: string }
  | { readonly call: string; readonly with: Readonly<Record<string, unknown>>; readonly gives: Readonly<Record<string, unknown>> };

interface Talk {
  readonly turns: readonly Turn[];
  readonly resolved: boolean;
}
export interface Topic {
  readonly name: string;
  readonly en: (r: Random) => Talk;
  readonly zh: (r: Random) => Talk;
}

const GOODS = [
  { en: 'city bike', zh: '城市自行车', sku: 'C-7', price: 649 },
  { en: 'folding bike', zh: '折叠车', sku: 'F-20', price: 820 },
  { en: 'rear light', zh: '尾灯', sku: 'L-03', price: 24 },
  { en: 'child seat', zh: '儿童座椅', sku: 'S-11', price: 95 },
  { en: 'rain cape', zh: '雨披', sku: 'R-2', price: 39 },
  { en: 'helmet', zh: '头盔', sku: 'H-5', price: 68 },
  { en: 'pannier', zh: '驮包', sku: 'P-9', price: 54 },
] as const;
const DAYS = [
  { en: 'Monday', zh: '周一' },
  { en: 'Tuesday', zh: '周二' },
  { en: 'Thursday', zh: '周四' },
  { en: 'Friday', zh: '周五' },
] as const;
const CITIES = [
  { en: 'Leiden', zh: '苏州' },
  { en: 'Graz', zh: '成都' },
  { en: 'Bergen', zh: '厦门' },
  { en: 'Nantes', zh: '昆明' },
] as const;
const order = (r: Random): string => `W-${r.whole(10200, 10990)}`;
const lookUp = (id: string, sku: string, state: string): Turn => ({
  call: 'get_order',
  with: { order: id },
  gives: { order: id, sku, state, parcels: 1 },
});

export const TOPICS: readonly Topic[] = [
  {
    name: 'delivery',
    en: (r) => {
      const [id, thing, day, city] = [order(r), r.pick(GOODS), r.pick(DAYS), r.pick(CITIES)];
      const late = r.chance(0.4);
      return {
        resolved: true,
        turns: [
          {
            user: r.pick([
              `Hi, where is my ${thing.en}? Order ${id}.`,
              `I ordered a ${thing.en} last week (${id}) and have heard nothing since.`,
              `Could you check ${id} for me? It should have been here by now.`,
            ]),
          },
          lookUp(id, thing.sku, late ? 'delayed' : 'on the road'),
          {
            assistant: late
              ? `Order ${id} is held up in ${city.en}: the carrier missed its connection. The new date is ${day.en}.`
              : `Your ${thing.en} left ${city.en} this morning and should reach you on ${day.en}.`,
          },
          {
            user: late
              ? 'That is a pity, but thank you for being clear about it.'
              : r.pick(['Perfect, thanks!', 'Good to know. Can the driver leave it with the neighbours?']),
          },
          {
            assistant: late
              ? 'I have added free express for the last leg. You will get a message when it moves.'
              : 'Yes, I have put that note on the parcel.',
          },
        ],
      };
    },
    zh: (r) => {
      const [id, thing, day, city] = [order(r), r.pick(GOODS), r.pick(DAYS), r.pick(CITIES)];
      return {
        resolved: true,
        turns: [
          {
            user: r.pick([
              `你好，我买的${thing.zh}到哪儿了？订单号 ${id}。`,
              `订单 ${id} 一直没有更新，麻烦看一下。`,
              `请问 ${id} 什么时候能送到？`,
            ]),
          },
          lookUp(id, thing.sku, '运输中'),
          { assistant: `${thing.zh}今天上午已从${city.zh}发出，预计${day.zh}送达。` },
          { user: r.pick(['好的，谢谢！', '可以放在门卫处吗？', '能不能下午六点以后送？']) },
          { assistant: '已经在面单上备注，快递员会按您的要求派送。' },
        ],
      };
    },
  },
  {
    name: 'return',
    en: (r) => {
      const [id, thing] = [order(r), r.pick(GOODS)];
      const used = r.chance(0.35);
      return {
        resolved: !used,
        turns: [
          {
            user: r.pick([
              `The ${thing.en} from ${id} does not fit. How do I send it back?`,
              `I'd like to return the ${thing.en} I bought, order ${id}.`,
            ]),
          },
          lookUp(id, thing.sku, 'delivered'),
          { assistant: `You can return it within 30 days. Has the ${thing.en} been used outdoors?` },
          { user: used ? 'A few times, in the rain. It squeaks now.' : 'No, only tried on at home.' },
          ...(used
            ? [
                {
                  assistant: 'Then a plain return is not possible, but a squeak is something we repair free of charge. Shall I book that?',
                },
                { user: 'I was hoping for my money back. Let me think about it.' },
              ]
            : [
                {
                  call: 'create_return',
                  with: { order: id, sku: thing.sku, reason: 'fit' },
                  gives: { label: `RT-${r.whole(2000, 2999)}`, refund: thing.price },
                },
                { assistant: `Done: the label is in your mail, and ${thing.price}.00 goes back to your card when the parcel arrives.` },
              ]),
        ],
      };
    },
    zh: (r) => {
      const [id, thing] = [order(r), r.pick(GOODS)];
      return {
        resolved: true,
        turns: [
          { user: r.pick([`${thing.zh}尺寸不合适，想退货，订单 ${id}。`, `订单 ${id} 里的${thing.zh}颜色和图片不一样，可以退吗？`]) },
          lookUp(id, thing.sku, '已签收'),
          { assistant: '收到后三十天内、没有骑行使用过的商品可以退。请问包装还在吗？' },
          { user: '包装都在，只在家里试过一次。' },
          {
            call: 'create_return',
            with: { order: id, sku: thing.sku, reason: '不合适' },
            gives: { label: `RT-${r.whole(2000, 2999)}`, refund: thing.price },
          },
          { assistant: `退货单已生成，快递明天上门取件，退款 ${thing.price} 元会原路返回。` },
        ],
      };
    },
  },
  {
    name: 'repair',
    en: (r) => {
      const [part, day] = [r.pick(['chain', 'front brake', 'gear cable', 'bottom bracket']), r.pick(DAYS)];
      const hour = r.whole(9, 17);
      return {
        resolved: true,
        turns: [
          {
            user: r.pick([
              `My ${part} makes a grinding noise uphill. Is it safe to ride?`,
              `Something is wrong with the ${part}. Can you have a look this week?`,
            ]),
          },
          { assistant: `A noisy ${part} is usually wear, not danger, but please ride gently. When could you come by?` },
          { user: `${day.en}, any time.` },
          {
            call: 'find_slot',
            with: { day: day.en, minutes: 30 },
            gives: { day: day.en, hour, mechanic: r.pick(['Ida', 'Tomas', 'Lin']) },
          },
          {
            assistant: `${day.en} at ${hour}:00 is free. It takes half an hour; a new ${part} would cost about ${r.whole(12, 60)}.00.\n\nPlease bring:\n- the key of your lock\n- the bike's card, if you still have it`,
          },
          { user: 'Booked, thank you.' },
        ],
      };
    },
    zh: (r) => {
      const [part, day] = [r.pick(['链条', '前刹', '变速线', '中轴']), r.pick(DAYS)];
      const hour = r.whole(9, 17);
      return {
        resolved: true,
        turns: [
          { user: r.pick([`上坡的时候${part}一直响，还能骑吗？`, `${part}好像有问题，这周能修吗？`]) },
          { assistant: `${part}响多半是磨损，可以慢骑，但最好尽快检查。您哪天方便？` },
          { user: `${day.zh}都可以。` },
          {
            call: 'find_slot',
            with: { day: day.zh, minutes: 30 },
            gives: { day: day.zh, hour, mechanic: r.pick(['小林', '老周', '阿哲']) },
          },
          { assistant: `${day.zh} ${hour} 点有空位，大约半小时。如果要换${part}，费用在 ${r.whole(60, 260)} 元左右。` },
        ],
      };
    },
  },
  {
    name: 'stock',
    en: (r) => {
      const thing = r.pick(GOODS);
      const count = r.whole(0, 4);
      const size = r.pick(['small', 'medium', 'large', 'blue', 'black']);
      return {
        resolved: count > 0,
        turns: [
          { user: `Do you have the ${thing.en} in ${size}?` },
          {
            call: 'check_stock',
            with: { sku: thing.sku, variant: size },
            gives: { sku: thing.sku, count, next: count ? null : 'in three weeks' },
          },
          {
            assistant: count
              ? `Yes, ${count === 1 ? 'one is' : `${count} are`} left, at ${thing.price}.00. Shall I put one aside until tomorrow evening?`
              : `Not at the moment: the next ones come in three weeks. I can write to you then.`,
          },
          {
            user: count
              ? r.pick(['Yes please, under the name Okafor.', 'Please do. I will come at noon.'])
              : r.pick(['Three weeks is too long, sorry.', 'Never mind, I will look elsewhere.']),
          },
          ...(count ? [{ assistant: 'It is waiting for you behind the counter.' }] : []),
        ],
      };
    },
    zh: (r) => {
      const thing = r.pick(GOODS);
      const count = r.whole(0, 4);
      const size = r.pick(['小号', '中号', '大号', '蓝色', '黑色']);
      return {
        resolved: count > 0,
        turns: [
          { user: `${thing.zh}还有${size}吗？` },
          { call: 'check_stock', with: { sku: thing.sku, variant: size }, gives: { sku: thing.sku, count, next: count ? null : '三周后' } },
          {
            assistant: count
              ? `有的，还剩 ${count} 件，${thing.price} 元。需要给您留到明天晚上吗？`
              : '暂时没有，下一批三周后到，到货可以短信通知您。',
          },
          { user: count ? '麻烦留一件，姓陈，中午来取。' : '三周太久了，我再看看别家吧。' },
        ],
      };
    },
  },
  {
    name: 'invoice',
    en: (r) => {
      const [id, thing] = [order(r), r.pick(GOODS)];
      return {
        resolved: true,
        turns: [
          { user: `My employer pays for the ${thing.en} (${id}). Can I get an invoice with the company's name?` },
          { assistant: 'Of course. Which name and tax number should it carry?' },
          { user: r.pick(['Halvorsen & Daughters, NO 123 456 789.', 'Atelier Brun, FR 00 123 456 789.', 'Kiesel GmbH, DE 123 456 789.']) },
          {
            call: 'write_invoice',
            with: { order: id, total: thing.price },
            gives: { invoice: `I-${r.whole(500, 999)}`, total: thing.price, tax: Math.round(thing.price * 19) / 100 },
          },
          { assistant: `It is in your mail now. The total is unchanged: ${thing.price}.00, tax included.` },
        ],
      };
    },
    zh: (r) => {
      const [id, thing] = [order(r), r.pick(GOODS)];
      return {
        resolved: true,
        turns: [
          { user: `订单 ${id} 能开公司抬头的发票吗？` },
          { assistant: '可以，请提供公司名称和税号。' },
          { user: r.pick(['青禾设计工作室，税号 91320500MA00000000。', '南山茶叶有限公司，税号 91530100MA00000000。']) },
          {
            call: 'write_invoice',
            with: { order: id, total: thing.price },
            gives: { invoice: `I-${r.whole(500, 999)}`, total: thing.price },
          },
          { assistant: `电子发票已发到您的邮箱，金额 ${thing.price} 元。` },
        ],
      };
    },
  },
  {
    name: 'advice',
    en: (r) =>
      r.pick<Talk>([
        {
          resolved: true,
          turns: [
            { user: 'How hard should I pump my tyres? They are 37 mm wide and I weigh about 80 kg.' },
            {
              assistant:
                'Around 4 bar at the back and a little less in front, 3.5 bar. On cobbles take off another half bar; the side of the tyre says how far you may go.',
            },
            { user: 'And how often?' },
            { assistant: 'Once a month is enough if you ride every day. If you can press the tyre in with your thumb, it is time.' },
          ],
        },
        {
          resolved: true,
          turns: [
            { user: 'Which lock do you recommend for a bike that stands at the station overnight?' },
            {
              assistant:
                'Two different ones: a U-lock through frame and rear wheel, and a chain through the front wheel. Thieves rarely carry tools for both.',
            },
            { user: 'Makes sense. 🚲🔒' },
          ],
        },
        {
          resolved: false,
          turns: [
            { user: 'Can I put an electric motor into my old touring bike?' },
            {
              assistant:
                'It depends on the frame: the fork ends must be steel and at least 6 mm thick. Could you send a picture of the rear drop-outs?',
            },
            { user: 'I will try, but the bike is at my parents’ house.' },
          ],
        },
      ]),
    zh: (r) =>
      r.pick<Talk>([
        {
          resolved: true,
          turns: [
            { user: '雨天骑车刹车不灵，怎么办？' },
            { assistant: '先轻点几下刹车，把轮圈上的水刮掉，再用力；同时提前减速。如果刹车皮已经磨到标线，需要更换。' },
            { user: '明白了，我周末去看看刹车皮。' },
          ],
        },
        {
          resolved: true,
          turns: [
            { user: '身高一米六二，买多大的车架合适？' },
            { assistant: '城市车选 46 到 49 厘米。跨上车后，横梁离身体留两三厘米就合适；欢迎来店里试骑。' },
            { user: '谢谢，周六过去试试。😊' },
          ],
        },
      ]),
  },
];
