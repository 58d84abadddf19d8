"""Interactive Brokers: Flex queries in XML and activity statements in CSV."""
