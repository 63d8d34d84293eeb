# Makes reference.json: pip install tiktoken==0.14.0 tokenizers==0.23.3 && python reference.py ../../../samples > reference.json
# (tiktoken fetches the ranks of its encodings at the first run.) Counts of our own samples, of random texts, and by small tokenizers trained on them.
import glob, json, random, sys
import tiktoken
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

texts = [
    "a\u0085b  \ufeff c", "I\u017f don'\u017f IT'S it'LL we'Re", "x" * 400, "  \n\n  \t x \r\n\r\n", "😀👍🏽 e\u0301", "1234567890 ١٢٣",
    "    indented\n        code();\n", "QmFzZTY0" * 60, "<|endoftext|> hi", " \u3000全角　空格", "日本語テキストを分割する", "हिन्दी पाठ", "a'b 'S",
    "\u2028\u2029x", "foo/\n/bar//\r\n", "Überraschung, naïve café — “quoted”…", "привет мир", "مرحبا بالعالم", "한국어 텍스트", "𠀀𠀁 𝒳",
]
for path in sorted(glob.glob(sys.argv[1] + "/jsonl/*/*.jsonl"))[:5]:
    for line in open(path, encoding="utf8").read().splitlines()[:5]:
        texts.append(line)
random.seed(1)
alphabet = "aA '\"\n\r\t.,sS1é\u0301中文\u0085\ufeff\u017f-_/\\😀ж"
for i in range(200):
    texts.append("".join(random.choice(alphabet) for _ in range(random.randint(1, 40))))

counts = {name: [len(tiktoken.get_encoding(name).encode_ordinary(text)) for text in texts] for name in ("o200k_base", "cl100k_base")}

LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
def llama3():
    t = Tokenizer(models.BPE(ignore_merges=True))
    t.normalizer = normalizers.NFC()
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(LLAMA3), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    return t, trainers.BpeTrainer(vocab_size=400, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), special_tokens=["<|im_start|>"])
def bert():
    t = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    t.normalizer = normalizers.BertNormalizer(lowercase=True)
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return t, trainers.WordPieceTrainer(vocab_size=400, special_tokens=["[UNK]", "[CLS]"])
def unigram():
    words = {}
    for text in texts[15:]:
        for word in text.split(): words["▁" + word[:12]] = words.get("▁" + word[:12], 0) + 1
    best = sorted(words, key=lambda word: (-words[word], word))[:150]
    letters = sorted(set("".join(texts[15:60])))
    vocab = [("<unk>", 0.0)] + [(word, -4 - i / 50) for i, word in enumerate(best)] + [(letter, -8 - i / 100) for i, letter in enumerate(letters)] + [("▁", -7.0)]
    t = Tokenizer(models.Unigram(vocab, 0, False))
    t.normalizer = normalizers.NFKC()
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    return t, None
tokenizers = {}
for make in (llama3, bert, unigram):
    t, trainer = make()
    if trainer: t.train_from_iterator(texts[15:], trainer)
    tokenizers[make.__name__] = json.loads(t.to_str())
    counts[make.__name__] = [len(e.ids) for e in t.encode_batch(texts, add_special_tokens=False)]
print(json.dumps({"texts": texts, "counts": counts, "tokenizers": tokenizers}, ensure_ascii=True, separators=(",", ":")))
