"""How Kaohe runs: settings, logs, the command line's root, the doctor and the runtime of one machine."""
