"""Shards as WebDataset writes them: python make.py <folder>, with webdataset 1.0.2 and pillow 13.0.0."""
import io, sys
import webdataset
from PIL import Image

def jpg(colour):
    out = io.BytesIO(); Image.new('RGB', (8, 6), colour).save(out, 'JPEG'); return out.getvalue()

for split, shards in (('train', 2), ('val', 1)):
    for shard in range(shards):
        with webdataset.TarWriter(f'{sys.argv[1]}/pets-{split}-{shard:06d}.tar', mtime=0) as writer:
            for i in range(3):
                n = shard * 3 + i
                writer.write({'__key__': f'{split}/{n:05d}', 'jpg': jpg((n * 20, 90, 90)), 'json': {'id': n, 'size': n * 1.5}, 'txt': f'pet {n}', 'cls': n % 2})
