/** How the study merged raw values into classes (slides 5 and 6): class → raw values, in the study's order. */
export const studyTargets: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map([
  [
    'action',
    new Map([
      ['acdc', ['acdc']],
      ['clone', ['clone']],
      ['special', ['special']],
    ]),
  ],
  [
    'memory',
    new Map([
      ['2k-9k', ['2000', '3000', '4000', '5000', '6000', '7000', '8000', '9000']],
      ['10k-16k', ['10000', '11000', '12000', '14900', '15000', '15200', '16000']],
      ['18k-20k', ['18000', '19000', '20000', '20480', '25000', '28000', '30000', '32000', '40000', '180000']],
    ]),
  ],
  [
    'splitting',
    new Map([
      ['2x-3x', ['2x', '3x']],
      ['10x-100x-max', ['10x', '20x', '50x', '100x', 'max']],
    ]),
  ],
  [
    'xrootd',
    new Map([
      ['disabled', ['disabled']],
      ['enabled', ['enabled']],
    ]),
  ],
]);
