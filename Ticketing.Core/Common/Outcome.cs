using System.Diagnostics.CodeAnalysis;

namespace Ticketing.Core.Common;

/// <summary>What a use case answers: a value, or the reason why not. An expected refusal is a value, a bug throws.</summary>
/// <typeparam name="TValue">What was asked for.</typeparam>
/// <typeparam name="TRefusal">Why it was refused: an enum, or a record around one that says more.</typeparam>
public readonly struct Outcome<TValue, TRefusal> where TRefusal : notnull
{
    private Outcome(bool succeeded, TValue? value, TRefusal? refusal) =>
        (Succeeded, Value, Refusal) = (succeeded, value, refusal);

    /// <summary>True when there is a <see cref="Value"/>, false when there is a <see cref="Refusal"/>.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded { get; }

    public TValue? Value { get; }

    public TRefusal? Refusal { get; }

    public static implicit operator Outcome<TValue, TRefusal>(TValue value) => new(true, value, default);

    public static implicit operator Outcome<TValue, TRefusal>(TRefusal refusal) => new(false, default, refusal);
}
