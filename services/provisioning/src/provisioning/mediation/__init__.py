"""Files of call records become uses, each said once (话单采集)."""
