import { describe, expect, it } from 'vitest';
import { guessHeader } from '../../src/syntax/csv-header.ts';

const guess = (text: string): string => {
  const { header, certainty } = guessHeader(text.split('\n').map((line) => line.split(',')));
  return `${header ? 'header' : 'record'}, ${certainty}`;
};

describe('the first record of a table', () => {
  it.each([
    ['texts above numbers', 'id,n\n1,2\n3,4'],
    ['texts above numbers, two of them the same', 'id,name,name\n1,x,y\n2,z,w'],
    ['texts above dates', 'name,born\nAda,1815-12-10\nAlan,1912-06-23'],
    ['texts above true and false', 'name,done\nx,true\ny,false'],
    ['texts above numbers of which some are missing', 'name,n\nx,\ny,NA\nz,3'],
    ['years above counts', 'city,2019,2020\nParis,105,120\nRome,98,77'],
    ['numbers in even steps above others', 'wave,400,410,420,430\na,.1,.5,.2,.9\nb,.3,.3,.1,.4'],
    ['a header that comes again where tables were joined', 'id,n\n1,2\nid,n\n3,4'],
  ])('is surely a header: %s', (_, text) => {
    expect(guess(text)).toBe('header, sure');
  });

  it.each([
    ['numbers above numbers', 'M,0.45,x\nF,0.3,y', 'likely'],
    ['years above years', 'Alien,1979\nHeat,1995', 'likely'],
    ['a value that comes again', 'good,fine\nbad,poor\ngood,well', 'likely'],
    ['a missing value above numbers', 'Ada,NA,3\nAlan,4,5', 'likely'],
    ['nothing but numbers', '1,2\n3,4', 'sure'],
    ['numbers from 0 above others: undecided', '0,1,2\n7,3,5\n1,1,8', 'open'],
    ['nothing but blanks', ',,\na,b,c', 'likely'],
  ])('is a record: %s', (_, text, certainty) => {
    expect(guess(text)).toBe(`record, ${certainty}`);
  });

  it.each([
    ['Paris,France\nRome,Italy', 'open'],
    ['name,land\nParis,France\nRome,Italy', 'likely'],
    ['name,score,1\nx,5,7\ny,6,8', 'open'],
    ['label,n\nlabel,1\nother,2', 'open'],
    ['a,b', 'likely'],
  ])('is a header where nothing decides: %j', (text, certainty) => {
    expect(guess(text)).toBe(`header, ${certainty}`);
  });

  it('is a record of a lone row with numbers', () => {
    expect([guess('7'), guess('x,7')]).toEqual(['record, sure', 'record, likely']);
  });
});
