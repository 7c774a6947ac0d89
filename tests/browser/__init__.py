"""The finished site as readers meet it: in a browser, by keyboard, on a phone, without JavaScript."""
