/* A picture that the engine drew, with or without its frame. It goes in as a drawing of known parts, or not at all. */

const NAMESPACE = "http://www.w3.org/2000/svg";
const PARTS = new Set(
  "svg g title desc path line polyline polygon rect circle ellipse text tspan defs pattern clipPath use".split(" "),
);

const isSafe = (attribute) =>
  !/^on/i.test(attribute.name) &&
  attribute.name !== "style" &&
  !(/href$/i.test(attribute.name) && !attribute.value.startsWith("#")) &&
  !/javascript:|url\((?!#)/i.test(attribute.value);

/** The drawing in a text of XML; null where there is none, or it holds anything else. */
export const drawn = (text) => {
  if (!text) return null;
  const whole = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const root = whole.localName === "svg" ? whole : whole.querySelector("svg");
  if (!root) return null;
  const all = [root, ...root.querySelectorAll("*")];
  const known = all.every((one) => one.namespaceURI === NAMESPACE && PARTS.has(one.localName));
  if (!known || !all.every((one) => [...one.attributes].every(isSafe))) return null;
  return document.importNode(root, true);
};
