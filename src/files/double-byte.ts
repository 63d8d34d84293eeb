/** Which of the encodings of East Asia a text is in that is no UTF-8: each makes other characters of its bytes, and only one makes usual ones. */

export type DoubleByteEncoding = 'gb18030' | 'big5' | 'shift_jis' | 'euc-jp' | 'euc-kr';

const JAPANESE =
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんがぎぐげごじずぜでどばびぶべぼょゃゅっアイウエオカキクケコサシスセソタチツテトナニノハヒフヘホマミムメモラリルレロンーッュ。、';

/** What most texts in a language are made of: about half of the characters of any text are among these. */
const USUAL: Readonly<Record<DoubleByteEncoding, ReadonlySet<string>>> = {
  gb18030: new Set(
    '的一是不了在有人这我他个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日者意无力它与长把机十第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应头文体相见被利什二等或新，。、',
  ),
  big5: new Set(
    '的一是不了在有人這我他個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日者意無力它與長把機十第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應頭文體相見被利什二等或新，。、',
  ),
  'euc-kr': new Set('이다는의에을가고하지를은로한도사기서어자나인리아대있부시그일수라정보여해과들전주만원으스장제구오성게면공것와적'),
  shift_jis: new Set(JAPANESE),
  'euc-jp': new Set(JAPANESE),
};

/** A text of fewer characters shows nothing. */
const FEW = 4;
/** What is usual must be so much of a text. */
const LEAST_USUAL = 0.2;
/** Bytes of no character are at most so much of a text that is in an encoding. */
const MOST_WRONG = 0.05;
/** Chinese text of so many characters has some that would be no Hangul. */
const SURELY_HANGUL = 12;

/** The encoding by the characters that the bytes would be; undefined where they would be usual in none. */
export function doubleByteEncoding(bytes: Uint8Array): DoubleByteEncoding | undefined {
  const looks = (Object.keys(USUAL) as DoubleByteEncoding[]).map((encoding) => ({ encoding, ...lookAt(bytes, encoding) }));
  const possible = looks.filter(({ characters, wrong }) => characters >= FEW && wrong <= characters * MOST_WRONG);
  const [best] = possible.toSorted((a, b) => b.usual - a.usual);
  if (best && best.usual >= LEAST_USUAL) return best.encoding;
  // Chinese uses the whole of its table, Korean only the part that would be Hangul.
  const korean = possible.find(({ encoding }) => encoding === 'euc-kr');
  return korean && korean.characters >= SURELY_HANGUL && korean.hangul === korean.characters ? 'euc-kr' : undefined;
}

interface Look {
  /** Beyond ASCII. */
  readonly characters: number;
  readonly wrong: number;
  readonly hangul: number;
  /** 0 to 1 */
  readonly usual: number;
}

function lookAt(bytes: Uint8Array, encoding: DoubleByteEncoding): Look {
  let [characters, wrong, hangul, usual] = [0, 0, 0, 0];
  for (const character of new TextDecoder(encoding).decode(bytes, { stream: true })) {
    if (character < '\u0080') continue;
    characters += 1;
    if (character === '\ufffd') wrong += 1;
    else if (character >= '\uac00' && character <= '\ud7a3') hangul += 1;
    if (USUAL[encoding].has(character)) usual += 1;
  }
  return { characters, wrong, hangul, usual: characters === 0 ? 0 : usual / characters };
}

/** How a character of two bytes begins in an encoding; undefined where all are told by themselves, or none has two. */
export function startsPair(encoding: string): ((byte: number) => boolean) | undefined {
  // Between its ranges lie katakana of one byte.
  if (encoding === 'shift_jis') return (byte) => (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
  // All of its bytes that are no ASCII show it.
  if (encoding === 'euc-jp') return undefined;
  return Object.hasOwn(USUAL, encoding) ? (byte) => byte >= 0x81 : undefined;
}
