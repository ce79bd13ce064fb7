"""The shop in the guest, as its people and programs see it: through the page and the API, by the network."""

import http.client
import json
import re
import urllib.parse
from html.parser import HTMLParser

from machine import Trouble

OWNER, PASSWORD = "Ann", "blue amp wiring"
# Stands on both sides of the figure in each text that a program asked for.
MARK = "§"


class Forms(HTMLParser):
    """The fields of the form that goes to one address, as a browser would send them."""

    def __init__(self, action, page):
        super().__init__()
        self.action, self.fields, self.inside, self.select = action, {}, False, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == "form":
            self.inside = of.get("action") == self.action
        if not self.inside:
            return
        name = of.get("name")
        if tag == "input" and name:
            if of.get("type") not in ("checkbox", "radio") or "checked" in of:
                self.fields[name] = of.get("value") or ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in of:
            self.fields[self.select] = of.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Shop:
    """What reaches the guest's page."""

    def __init__(self, port, state=("", "", {})):
        self.port, self.figure = port, 0
        # The owner's cookie, a program's token, and jobs by their customers' numbers.
        self.cookie, self.token, self.jobs = state
        # Texts that were promised: the row that the API gave, by the figure in their words. The page gives none.
        self.promised = {}

    def state(self):
        """What is known of it and not in the guest: for another of these, after the same set-up."""
        return self.cookie, self.token, self.jobs

    def ask(self, method, path, body=None, headers=None, timeout=30):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read().decode()
        finally:
            connection.close()

    def get(self, path):
        status, _, page = self.ask("GET", path, headers={"Cookie": self.cookie})
        if status != 200:
            raise Trouble(f"{path} answers {status}")
        return page

    def post(self, path, **fields):
        """Sends a form as a browser does, and gives where it leads to."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie,
                   "Origin": f"http://127.0.0.1:{self.port}"}
        names = {name.replace("_", "-"): value for name, value in fields.items()}
        status, said, page = self.ask("POST", path, urllib.parse.urlencode(names), headers)
        if status != 303:
            errors = re.findall(r'class="error"[^>]*>([^<]*)', page)
            raise Trouble(f"{path} answers {status} to {fields}: {errors or page[-500:]}")
        jar = dict(cookie.split("=", 1) for cookie in self.cookie.split("; ") if cookie)
        jar.update(value.split(";")[0].split("=", 1) for name, value in said if name.lower() == "set-cookie")
        self.cookie = "; ".join("=".join(cookie) for cookie in jar.items())
        return next(value for name, value in said if name.lower() == "location")

    def change(self, path, **fields):
        """Changes some fields of a page of settings, and leaves the others."""
        names = {name.replace("_", "-"): value for name, value in fields.items()}
        self.post(path, **{**Forms(path, self.get(path)).fields, **names})

    def set_up(self, code):
        """From the link of the first start to a shop that may text, every hour of the guest's day."""
        self.get(f"/setup?code={code}")
        self.post("/setup", code=code, name=OWNER, password=PASSWORD, again=PASSWORD)
        hours = {f"open-{day}-{end}": "08:00" if end == "from" else "21:00"
                 for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for end in ("from", "to")}
        self.post("/setup/shop", brand="House of Hardknocks", phone="+15555550100", site="", zone="America/Chicago",
                  country="US", lang="en", **hours)

    def hurry(self):
        """As fast as the page lets a shop be."""
        self.change("/settings/limits", apart="1", burst="20", per_minute="60", per_hour="1000", per_day="5000",
                    numbers="5000")

    def customer(self, number, where="waiting"):
        """Takes a job in, whose customer says yes to texts by phone. Gives its number."""
        to = self.post("/jobs/new/express", name=f"Luis {number[-4:]}", phone=number, where=where)
        job = int(to.partition("done=")[2])
        self.post(f"/jobs/{job}/agreed", read="yes")
        self.jobs[number] = job
        return job

    def text(self, number, words="takes a little longer."):
        """A program asks for a text; what is promised is written down. Gives its figure."""
        self.figure += 1
        figure = self.figure
        body = {"to": number, "purpose": "service", "body": f"{MARK}{figure}{MARK} {words}"}
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        status, _, said = self.ask("POST", "/api/v1/texts", json.dumps(body).encode(), headers)
        if status != 202:
            raise Trouble(f"the API answers {status}: {said}")
        self.promised[figure] = json.loads(said)["id"]
        return figure

    def reply(self, contact, words="On our way."):
        """A person answers in a conversation: that goes at once, and no cap binds it. Gives its figure."""
        self.figure += 1
        self.post(f"/inbox/{contact}", words=f"{MARK}{self.figure}{MARK} {words}")
        self.promised[self.figure] = None
        return self.figure

    def health(self):
        return json.loads(self.ask("GET", "/api/v1/health", timeout=5)[2])

    def modem(self):
        """How its modem stands, or nothing where nobody answers."""
        try:
            return self.health()["modem"]["state"]
        except (OSError, http.client.HTTPException, ValueError):
            return ""
