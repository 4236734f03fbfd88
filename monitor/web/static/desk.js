// The desk's keys and small comforts; every page works without them.
