"""Statements of brokers: one module a format, each giving rows that nobody has matched or booked yet."""
