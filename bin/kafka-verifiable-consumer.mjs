#!/usr/bin/env node
import { bootstrap } from '../bootstrap.mjs';

await bootstrap('tool', ['kafka-verifiable-consumer', ...process.argv.slice(2)]);
