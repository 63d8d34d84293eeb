"""Layouts of Hugging Face datasets, tiny: python make.py <folder>, with datasets 5.2.0, pyarrow 26.0.1 and pillow 13.0.0."""
import io, json, os, shutil, sys
import datasets
from datasets import ClassLabel, Dataset, DatasetDict, Features, Image, Sequence, Value
from PIL import Image as Pillow

root = sys.argv[1]
shutil.rmtree(root, ignore_errors=True)
os.makedirs(root)
datasets.disable_progress_bars()

features = Features({'text': Value('string'), 'label': ClassLabel(names=['no', 'yes', 'maybe']), 'tags': Sequence(ClassLabel(names=['O', 'B-X', 'I-X']))})
def rows(n, start=0):
    return Dataset.from_dict({'text': [f'text {i}' for i in range(start, start + n)], 'label': [i % 3 for i in range(n)], 'tags': [[0, 1, 2][: 1 + i % 3] for i in range(n)]}, features=features)

# As save_to_disk writes a dictionary of splits, one of them in two shards.
both = DatasetDict({'train': rows(7), 'validation': rows(3, 7)})
both.save_to_disk(f'{root}/saved', num_shards={'train': 2, 'validation': 1})
rows(4).save_to_disk(f'{root}/single')

# As push_to_hub lays a repository out.
hub = f'{root}/hub'
os.makedirs(f'{hub}/data')
train = rows(7)
for shard in range(2):
    train.shard(2, shard, contiguous=True).to_parquet(f'{hub}/data/train-0000{shard}-of-00002.parquet')
rows(3, 7).to_parquet(f'{hub}/data/validation-00000-of-00001.parquet')
open(f'{hub}/README.md', 'w').write('''---
dataset_info:
  features:
  - name: text
    dtype: string
  - name: label
    dtype:
      class_label:
        names:
          '0': no
          '1': yes
          '2': maybe
  splits:
  - name: train
    num_bytes: 210
    num_examples: 7
  - name: validation
    num_bytes: 90
    num_examples: 4
configs:
- config_name: default
  data_files:
  - split: train
    path: data/train-*
  - split: validation
    path: data/validation-*
---
# Texts
''')

# Pictures inside, and pictures by path.
def png(colour):
    out = io.BytesIO(); Pillow.new('RGB', (4, 3), colour).save(out, 'PNG'); return out.getvalue()
pictures = Features({'picture': Image(decode=False), 'label': ClassLabel(names=['red', 'blue'])})
import pyarrow, pyarrow.parquet
os.makedirs(f'{root}/pictures')
columns = {'picture': [{'bytes': png('red'), 'path': 'red.png'}, {'bytes': None, 'path': 'blue.png'}], 'label': [0, 1]}
pyarrow.parquet.write_table(pyarrow.table(columns, schema=pictures.arrow_schema), f'{root}/pictures/train.parquet')
open(f'{root}/pictures/blue.png', 'wb').write(png('blue'))
pyarrow.parquet.write_table(pyarrow.table({'file_name': ['a.png', 'b.png'], 'caption': ['first', 'second'], 'score': [1, 2]}), f'{root}/metadata.parquet')
for base, _, names in os.walk(root):
    for name in names: print(os.path.join(base, name), os.path.getsize(os.path.join(base, name)))
