/** Words that say nothing of what a text is about: left out of its terms. In small letters. */

const ENGLISH = `a about above after again all also always am an and any anything are aren't around as at back be because been before being below
 between both but by came can can't cannot come could couldn't did didn't do does doesn't doing don't done down during each either else enough etc even
 ever every few for from further get gets getting give given go goes going gone good got had has hasn't have haven't having he he's her here hers
 herself him himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just keep know last least less let let's like lot made
 make makes making many may maybe me might more most much must my myself need never new next no nor not nothing now of off often ok okay on
 once one ones only or other others our ours ourselves out over own per please put quite rather really right said same saw say see seem seen shall she should
 shouldn't since so some something still such sure take than that that's the their theirs them themselves then there there's these they
 they're they've thing things this those though through thus to together too took two under until up upon us use used uses using very via want was wasn't way we
 we'll we're we've well went were weren't what what's when where whether which while who whom whose why will with within without won't would wouldn't
 yes yet you you'd you'll you're you've your yours yourself`;

const CHINESE = `的 了 和 是 在 我 有 也 不 就 都 而 及 与 或 一个 没有 我们 你们 他们 她们 它们 你 他 她 它 这 那 这个 那个 这些 那些 这样 那样 这里 那里
 什么 怎么 怎样 为什么 哪 哪个 哪些 谁 多少 几 吗 呢 吧 啊 呀 嗯 哦 把 被 让 给 对 对于 关于 由 由于 从 到 向 往 于 以 以及 并 并且 而且 但 但是 可是 不过 然而 如果 若
 因为 所以 因此 虽然 尽管 即使 只要 只有 除了 还 还是 还有 又 再 很 非常 更 最 太 比较 已 已经 曾 将 会 可 可以 能 能够 应 应该 要 需要 请 想 得 地 着 过 上 下 中 里 内 外
 前 后 之 之间 其 其中 其他 等 等等 个 些 每 各 某 该 此 本 您 您的 我的 你的 他的 一些 一种 一样 一下 时 时候 当 当然 然后 首先 其次 最后 例如 比如 即 就是 不是 不能 不会 如何 如 使 使用 进行 通过 根据 按照 作为 成为 的是 中的 可能 所有 许多 称为 认为 包括 来自 其它 大部分 多数 主要 自己 现在 以上 以下 之后 之前 目前 不同`;

const ARABIC = `في من على إلى عن أن إن كان كانت هذا هذه ذلك تلك التي الذي الذين ما لا لم لن قد هو هي هم كل بعد قبل بين مع أو ثم حتى عند غير أي كما`;

const GERMAN = `der die das und oder ist sind war ein eine einer eines dem den des im in zu mit von auf für nicht auch sich es ich sie er wir als an bei aus wie dass`;

const FRENCH = `le la les de des du un une et ou est sont dans en pour par sur au aux que qui ne pas ce cette il elle nous vous je se plus avec`;

const SPANISH = `el la los las de del un una y o es son en por para con que no se su al lo como más este esta`;

const RUSSIAN = `и в не на что он она они это как с по к из за от а но у о для же бы так`;

export const STOP_WORDS: ReadonlySet<string> = new Set(
  [ENGLISH, CHINESE, ARABIC, GERMAN, FRENCH, SPANISH, RUSSIAN].flatMap((words) => words.split(/\s+/u)),
);
