"""Pages: who sees it. Views, forms and templates, and no logic: a view offers an act or asks for a reading."""
