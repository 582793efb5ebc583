using System.Reflection.Emit;

namespace Ticketing.Tests.Architecture;

/// <summary>What follows an IL instruction: a metadata token, a jump table, or so many bytes of no interest.</summary>
internal enum OperandKind
{
    None = 0,
    Byte = 1,
    Short = 2,
    Int = 4,
    Long = 8,
    Token = 100,
    Switch = 101,
}

/// <summary>The operands of IL instructions (ECMA-335, III).</summary>
internal static class Operands
{
    private static readonly Dictionary<int, OperandKind> Kinds = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value is var value && code.Size == 2 ? value : value & 0xFF, code => KindOf(code.OperandType));

    public static OperandKind Of(int code) => Kinds[code];

    private static OperandKind KindOf(OperandType type) => type switch
    {
        OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType => OperandKind.Token,
        OperandType.InlineSwitch => OperandKind.Switch,
        OperandType.InlineNone => OperandKind.None,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => OperandKind.Byte,
        OperandType.InlineVar => OperandKind.Short,
        OperandType.InlineI8 or OperandType.InlineR => OperandKind.Long,
        _ => OperandKind.Int,
    };
}
