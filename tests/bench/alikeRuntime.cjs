// The runtime of resources that are as large as the product's and do nothing. See alike.ts.
exports.provider = {
  create: async ({ more, value, ...inputs }) => {
    const outputs = Object.fromEntries(Array.from({ length: Number(more) }, (_, index) => [`o${index}`, value]));
    return { id: `alike-${process.pid}-${Math.random()}`, outs: { ...inputs, more, value, ...outputs } };
  },
};
