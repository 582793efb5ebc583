namespace Ticketing.Core.Seating.Choice;

/// <summary>
/// One line of the distance transform of Felzenszwalb and Huttenlocher ("Distance Transforms of Sampled Functions", 2012): the lower
/// envelope of one parabola per value.
/// </summary>
internal sealed class LowerEnvelope(int length)
{
    private readonly double[] _values = new double[length];
    private readonly int[] _feet = new int[length];
    private readonly double[] _borders = new double[length + 1];

    /// <summary>Transforms <paramref name="count"/> values in place: <paramref name="start"/>, then every <paramref name="stride"/>th.</summary>
    public void Run(double[] grid, int start, int stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _values[i] = grid[start + (i * stride)];
        }

        var last = 0;
        _feet[0] = 0;
        (_borders[0], _borders[1]) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var i = 1; i < count; i++)
        {
            var border = Meeting(i, _feet[last]);
            while (border <= _borders[last])
            {
                last--;
                border = Meeting(i, _feet[last]);
            }

            last++;
            _feet[last] = i;
            (_borders[last], _borders[last + 1]) = (border, double.PositiveInfinity);
        }

        var foot = 0;
        for (var i = 0; i < count; i++)
        {
            while (_borders[foot + 1] < i)
            {
                foot++;
            }

            double offset = i - _feet[foot];
            grid[start + (i * stride)] = (offset * offset) + _values[_feet[foot]];
        }
    }

    private double Meeting(int right, int left) =>
        (_values[right] + ((double)right * right) - _values[left] - ((double)left * left)) / (2.0 * (right - left));
}
