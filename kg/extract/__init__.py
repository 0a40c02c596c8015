"""Extraction: from any news article to a draft sheet. The language pipeline is loaded only when it is used."""
