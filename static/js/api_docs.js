// The interactive description of the API, its own words put into Chinese.
"use strict";

const WORDS = {
  Authorize: "填写令牌",
  Available: "可用",
  "Available values": "可选值",
  "Default value": "默认值",
  Controls: "对应 ",
  "header.": " 请求头。",
  "Available authorizations": "填写令牌",
  Cancel: "取消",
  Clear: "清除",
  Close: "关闭",
  Code: "状态码",
  "Curl": "命令行示例（curl）",
  Description: "说明",
  Details: "详情",
  Download: "下载",
  "Example Value": "示例",
  Execute: "执行",
  "Failed to load API definition.": "接口描述载入失败，请刷新页面重试。",
  Links: "链接",
  Loading: "正在载入…",
  Logout: "清除",
  "Media type": "内容类型",
  Model: "结构",
  Name: "名称",
  "No links": "无",
  "No parameters": "无参数",
  Parameters: "参数",
  "Request URL": "请求地址",
  "Request body": "请求内容",
  "Response body": "答复内容",
  "Response headers": "答复头",
  Responses: "答复",
  Schema: "结构",
  Schemas: "数据结构",
  "Server response": "实际答复",
  "Try it out": "试一试",
  "Undocumented": "未说明",
  required: "必填",
  "Value:": "令牌：",
  query: "查询参数",
  path: "地址",
  header: "请求头",
  "default": "默认",
};

const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const TITLES = { "Copy to clipboard": "复制", "Expand operation": "展开", "Collapse operation": "收起", authorization: "令牌" };

function translate(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const word = WORDS[node.nodeValue.trim()];
    if (word && !node.parentElement.closest("pre, code, textarea")) node.nodeValue = word;
  }
  for (const name of ATTRIBUTES) {
    for (const element of root.querySelectorAll(`[${name}]`)) {
      const word = TITLES[element.getAttribute(name)] || WORDS[element.getAttribute(name)];
      if (word) element.setAttribute(name, word);
    }
  }
}

// The page has one main part already.
function demoteInnerMain(root) {
  for (const inner of root.querySelectorAll("main")) inner.setAttribute("role", "group");
}

function start() {
  const place = document.getElementById("api-docs");
  const watch = new MutationObserver(() => {
    translate(place);
    demoteInnerMain(place);
  });
  watch.observe(place, { childList: true, characterData: true, subtree: true });
  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    syntaxHighlight: false,
    supportedSubmitMethods: ["get", "post"],
    validatorUrl: null,
    persistAuthorization: false,
    requestInterceptor(request) {
      if (request.method && request.method !== "GET") request.headers["X-CSRFToken"] = place.dataset.csrf;
      return request;
    },
  });
}

document.addEventListener("DOMContentLoaded", start);
