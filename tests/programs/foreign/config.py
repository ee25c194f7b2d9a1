FORCE = True
