# Makes polygon-reference.json: pip install pycocotools==2.0.11 && python polygon-reference.py > polygon-reference.json
import json, random
from pycocotools import mask as M
random.seed(7)
out=[]
cases=[([ [10,10,20,10,20,20,10,20] ],30,40), ([[0,0,5.5,0,5.5,7.3,0,7.3]],8,6), ([[2.2,3.3,15.7,1.2,9.9,14.6]],16,20), ([[1,1,8,8,1,8,8,1]],10,10), ([[-3,-2,4,-2,4,30,-3,30]],12,9), ([[5,5,5,5,12,5,12,12,5,12]],16,16), ([[3,3,10,3,10,10,3,10],[6,6,14,6,14,14,6,14]],16,18),([[2,2,2,9,9,9,9,2],[4,4,7,4,7,7,4,7]],12,12),([[3,3,3.2,3.1,3.1,3.4]],8,8)]
for i in range(12):
    h=random.randint(5,60); w=random.randint(5,60); n=random.randint(3,9)
    rings=[[round(random.uniform(-4,max(h,w)+4),2) for _ in range(2*n)] for _ in range(random.randint(1,3))]
    cases.append((rings,h,w))
for rings,h,w in cases:
    r=M.merge(M.frPyObjects(rings,h,w))
    out.append({'rings':rings,'height':h,'width':w,'counts':r['counts'].decode(),'area':int(M.area(r)),'box':[float(v) for v in M.toBbox(r)]})
print(json.dumps(out,separators=(',',':')).replace('},{','},\n{'))
