#!/usr/bin/env node
import { bootstrap } from '../bootstrap.mjs';

await bootstrap('tool', ['kafka-storage', ...process.argv.slice(2)]);
