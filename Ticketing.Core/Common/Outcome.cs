using System.Diagnostics.CodeAnalysis;

namespace Ticketing.Core.Common;

/// <summary>Result of a use case: a value or a refusal. Expected refusals are values, bugs throw.</summary>
/// <typeparam name="TValue">The result on success.</typeparam>
/// <typeparam name="TRefusal">Why it was refused: an enum, or a record with an enum and details.</typeparam>
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
