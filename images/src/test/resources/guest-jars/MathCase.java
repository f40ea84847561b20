import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.integration.SimpsonIntegrator;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.analysis.solvers.LaguerreSolver;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.fraction.BigFraction;
import org.apache.commons.math3.geometry.euclidean.threed.Vector3D;
import org.apache.commons.math3.geometry.euclidean.twod.Vector2D;
import org.apache.commons.math3.geometry.euclidean.twod.hull.MonotoneChain;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.primes.Primes;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.math3.stat.inference.TestUtils;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.apache.commons.math3.util.ArithmeticUtils;
import org.apache.commons.math3.util.FastMath;

/** Numbers to the last bit: what commons-math computes must not depend on how its code was translated. */
public final class MathCase {
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + e.getMessage();
        }
        System.out.println(++number + " " + name + ": " + value);
    }
    public static void main(String[] args) {
        RealMatrix m = new Array2DRowRealMatrix(new double[][] {{4, 1, 2}, {1, 3, 0}, {2, 0, 5}});
        check("determinant", () -> new LUDecomposition(m).getDeterminant());
        check("inverse", () -> MatrixUtils.inverse(m));
        check("eigen", () -> Arrays.toString(new EigenDecomposition(m).getRealEigenvalues()));
        check("singular values", () -> Arrays.toString(new SingularValueDecomposition(m).getSingularValues()));
        check("singular matrix", () -> MatrixUtils.inverse(new Array2DRowRealMatrix(new double[][] {{1, 2}, {2, 4}})));
        check("dimensions", () -> m.multiply(new Array2DRowRealMatrix(2, 2)));
        check("root", () -> new BrentSolver(1e-12).solve(100, Math::cos, 1, 2));
        check("no root", () -> new BrentSolver().solve(100, x -> x * x + 1, -1, 1));
        check("complex roots", () -> Arrays.toString(new LaguerreSolver().solveAllComplex(new double[] {1, 0, 1}, 0.5)));
        check("integral", () -> new SimpsonIntegrator().integrate(100000, Math::exp, 0, 1));
        check("spline", () -> new SplineInterpolator().interpolate(new double[] {0, 1, 2, 3}, new double[] {0, 1, 8, 27}).value(1.5));
        check("polynomial", () -> new PolynomialFunction(new double[] {1, -2, 3}).derivative());
        check("derivatives", () -> new DerivativeStructure(1, 3, 0, 0.5).sin().getPartialDerivative(3));
        check("complex", () -> new Complex(1, 2).pow(new Complex(0.5, -1)));
        check("fractions", () -> new BigFraction(1, 3).add(new BigFraction(5, 7)).pow(5));
        check("normal", () -> new NormalDistribution(0, 1).cumulativeProbability(1.96) + " " + new NormalDistribution().inverseCumulativeProbability(0.975));
        check("poisson", () -> new PoissonDistribution(4.5).probability(3));
        check("special", () -> Erf.erf(0.7) + " " + Gamma.logGamma(10.5));
        check("twister", () -> new MersenneTwister(42).nextGaussian() + " " + new Well19937c(7).nextLong());
        check("sobol", () -> Arrays.toString(new SobolSequenceGenerator(3).skipTo(10)));
        check("statistics", () -> {
            DescriptiveStatistics d = new DescriptiveStatistics(new double[] {3, 1, 4, 1, 5, 9, 2, 6});
            return d.getMean() + " " + d.getStandardDeviation() + " " + d.getPercentile(75) + " " + d.getKurtosis();
        });
        check("t test", () -> TestUtils.tTest(new double[] {1, 2, 3, 4}, new double[] {2, 3, 4, 6}));
        check("regression", () -> {
            SimpleRegression r = new SimpleRegression();
            r.addData(new double[][] {{1, 2}, {2, 4.1}, {3, 5.9}});
            return r.getSlope() + " " + r.getRSquare();
        });
        check("least squares", () -> {
            OLSMultipleLinearRegression r = new OLSMultipleLinearRegression();
            r.newSampleData(new double[] {1, 2, 3, 4.5}, new double[][] {{1, 2}, {2, 1}, {3, 5}, {4, 4}});
            return Arrays.toString(r.estimateRegressionParameters());
        });
        check("fft", () -> Arrays.toString(new FastFourierTransformer(DftNormalization.STANDARD).transform(new double[] {1, 2, 3, 4}, TransformType.FORWARD)));
        check("simplex", () -> Arrays.toString(new SimplexSolver().optimize(new LinearObjectiveFunction(new double[] {3, 2}, 0),
            new LinearConstraintSet(new LinearConstraint(new double[] {1, 1}, Relationship.LEQ, 4), new LinearConstraint(new double[] {1, 3}, Relationship.LEQ, 6)),
            GoalType.MAXIMIZE).getPoint()));
        check("ode", () -> {
            double[] y = {1};
            new DormandPrince853Integrator(1e-8, 1, 1e-10, 1e-10).integrate(new FirstOrderDifferentialEquations() {
                @Override
                public int getDimension() {
                    return 1;
                }

                @Override
                public void computeDerivatives(double t, double[] at, double[] out) {
                    out[0] = -at[0];
                }
            }, 0, y, 2, y);
            return y[0];
        });
        check("clusters", () -> new KMeansPlusPlusClusterer<DoublePoint>(2, 50, new org.apache.commons.math3.ml.distance.EuclideanDistance(), new MersenneTwister(1))
            .cluster(List.of(new DoublePoint(new double[] {0, 0}), new DoublePoint(new double[] {0, 1}), new DoublePoint(new double[] {9, 9}))).size());
        check("vectors", () -> Vector3D.crossProduct(new Vector3D(1, 2, 3), new Vector3D(4, 5, 6)) + " " + new MonotoneChain().generate(List.of(new Vector2D(0, 0), new Vector2D(2, 0), new Vector2D(1, 1), new Vector2D(1, 5))).getVertices().length);
        check("integers", () -> ArithmeticUtils.gcd(1071L, 462L) + " " + Primes.primeFactors(360360) + " " + ArithmeticUtils.pow(3, 30L));
        check("fast math", () -> FastMath.sin(1e10) + " " + FastMath.cbrt(7) + " " + FastMath.scalb(1.5, -1060) + " " + FastMath.pow(1.1, 300.5));
    }
}
