import { it } from 'vitest';
import { largeMailbox, writePst } from '../../../support/pst-writer/index.ts';
it('x', () => { const t=Date.now(); const m=process.memoryUsage().rss; const r=writePst('/tmp/pw/large.pst', largeMailbox({attachmentBytes: 64*1024*1024, attachments: 4})); console.log(r, Date.now()-t,'ms', (process.memoryUsage().rss-m)/1e6,'MB'); }, 60000);
