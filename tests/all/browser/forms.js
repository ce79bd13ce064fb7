// Tries every form of a page, and judges every page that comes back. It runs in the browser, so
// what is judged is what a browser makes of the bytes.
//
// `visit(path)` gives what is wrong with a page, the links on it, and its forms. `tryFields(path,
// values)` sends each form of a page once for each field and value, and gives what came back.
(() => {
    const FOREIGN = "x-evil, [x-evil], iframe, object, embed, base, style, [style], [srcdoc]";
    const SCHEME = /^[\s\u0000-\u001f]*(javascript|data|vbscript):/i;

    function wrongWith(page, path) {
        const wrong = [];
        const say = (element) => wrong.push(`${path}: ${element.outerHTML.slice(0, 160)}`);
        page.querySelectorAll(FOREIGN).forEach(say);
        for (const script of page.querySelectorAll("script")) {
            const ours = /^\/static\/[a-z]+\.[0-9a-f]{12}\.js$/.test(script.getAttribute("src"));
            if (!ours || script.textContent.trim()) say(script);
        }
        for (const image of page.querySelectorAll("img")) {
            if (!/^\/attachments\/\d+$/.test(image.getAttribute("src"))) say(image);
        }
        for (const element of page.querySelectorAll("*")) {
            for (const { name, value } of element.attributes) {
                const leads = ["href", "src", "action", "formaction", "xlink:href"].includes(name);
                if (name.startsWith("on") || (leads && SCHEME.test(value))) say(element);
            }
        }
        return wrong;
    }

    async function read(answer, path) {
        const kind = answer.headers.get("content-type") ?? "";
        const words = await answer.text();
        if (!kind.startsWith("text/html")) return { words, wrong: [], page: null };
        const page = new DOMParser().parseFromString(words, "text/html");
        return { words, page, wrong: wrongWith(page, path) };
    }

    const TYPED = "input:not([type=hidden], [type=radio], [type=checkbox], [type=file], [type=submit]), textarea";

    function formsOf(page) {
        return [...page.querySelectorAll("form[method=post]")]
            .filter((form) => form.querySelector(TYPED) && form.enctype !== "multipart/form-data");
    }

    // What somebody would have typed who filled the form in.
    const FILLED = { name: "Sam Lee", phone: "(555) 013-4477", vehicle: "2012 Chevy Tahoe", words: "Hello", code: "123456" };

    function filled(form) {
        const data = new FormData(form);
        for (const field of form.querySelectorAll("[required]")) {
            if (data.get(field.name)) continue;
            if (field.matches("[type=radio], [type=checkbox]")) data.set(field.name, field.value);
            else data.set(field.name, FILLED[field.name] ?? "x");
        }
        const button = form.querySelector("button.go[name], button[name]");
        if (button && !data.has(button.name)) data.append(button.name, button.value);
        return data;
    }

    const known = new Set();

    async function send(action, data) {
        return fetch(action, { method: "POST", body: new URLSearchParams(data), redirect: "follow" });
    }

    // What is wrong with these words as a page.
    window.judge = async (words) => wrongWith(new DOMParser().parseFromString(words, "text/html"), "planted");

    window.visit = async (path) => {
        const answer = await fetch(path);
        const { page, wrong, words } = await read(answer, path);
        const links = page ? [...page.querySelectorAll("a[href^='/']")].map((a) => a.getAttribute("href")) : [];
        return { status: answer.status, wrong, links, words, forms: page ? formsOf(page).length : 0 };
    };

    window.tryFields = async (path, values, skip) => {
        const tried = [];
        const answer = await fetch(path);
        const { page } = await read(answer, path);
        if (!page) return tried;
        for (const form of formsOf(page)) {
            const action = form.getAttribute("action") ?? path;
            if (skip.some((start) => action.startsWith(start))) continue;
            const names = new FormData(form);
            const twice = [...names.keys()].filter((name, at, all) => all.indexOf(name) !== at);
            for (const field of form.querySelectorAll(TYPED)) {
                // The same form for another job or person is the same form.
                const name = `${action.replace(/\d+/g, "0")} ${field.name}`;
                if (known.has(name)) continue;
                known.add(name);
                for (const value of values) {
                    const data = filled(form);
                    data.set(field.name, value);
                    const back = await send(action, data);
                    const { wrong, words } = await read(back, `POST ${action} ${field.name}`);
                    const ours = back.status < 400 || words.includes("<main") || words.startsWith("{");
                    if (back.status >= 500 || !ours || twice.length) {
                        wrong.push(`POST ${action} ${field.name}=${value}: ${back.status} ${twice} ${words.slice(0, 90)}`);
                    }
                    tried.push({ action, field: field.name, taken: back.ok, wrong });
                }
            }
        }
        return tried;
    };
})();
