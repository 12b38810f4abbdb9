// The least that a dynamic resource can do: what the engine and its host need for themselves.
let next = 0;

exports.trivial = {
  check: async (_olds, news) => ({ inputs: news, failures: [] }),
  diff: async (_id, olds, news) => ({ changes: olds.text !== news.text }),
  create: async (inputs) => ({ id: `trivial-${process.pid}-${next++}`, outs: inputs }),
  read: async (id, props) => ({ id, props }),
  update: async (_id, _olds, news) => ({ outs: news }),
  delete: async () => {},
};
