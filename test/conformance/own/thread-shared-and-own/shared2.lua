print("shared2", G, ...)
